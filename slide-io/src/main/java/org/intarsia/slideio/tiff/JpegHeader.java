package org.intarsia.slideio.tiff;

import java.util.Arrays;
import org.intarsia.slideio.codec.CodecException;

/**
 * The markers of a JPEG stream up to the first byte of its scan.
 *
 * @param bytes the stream up to and including the start-of-scan segment
 * @param sizeAt where the frame header holds rows and columns
 * @param process the number of the frame's marker: 0 and 1 are sequential
 * @param width columns as the frame header has them, 0 where it cannot
 * @param height rows, likewise
 * @param components 1 or 3, or what else the stream says
 * @param mcuWidth columns of a minimum coded unit
 * @param mcuHeight rows of a minimum coded unit
 * @param restartInterval units between two restart markers, 0 if there are no such markers
 */
record JpegHeader(
    byte[] bytes,
    int sizeAt,
    int process,
    int width,
    int height,
    int components,
    int mcuWidth,
    int mcuHeight,
    int restartInterval) {
  /** More than any header has, with tables, comments and a colour profile. */
  static final int MOST_BYTES = 1 << 20;

  private static final int BLOCK = 8;

  /**
   * Reads the header.
   *
   * @param stream the first bytes of the stream, {@link #MOST_BYTES} are enough
   */
  static JpegHeader parse(byte[] stream) throws CodecException {
    if (stream.length < 4 || byteAt(stream, 0) != 0xFF || byteAt(stream, 1) != 0xD8) {
      throw new CodecException("JPEG does not start with a start-of-image marker");
    }
    int frame = -1;
    int interval = 0;
    int at = 2;
    while (at + 4 <= stream.length) {
      int marker = byteAt(stream, at + 1);
      if (byteAt(stream, at) != 0xFF) {
        throw new CodecException("JPEG has no marker at byte " + at);
      }
      if (marker == 0xFF) {
        at++;
        continue;
      }
      int length = word(stream, at + 2);
      if (length < 2 || length > stream.length - at - 2) {
        throw new CodecException("JPEG ends in marker " + Integer.toHexString(marker));
      }
      if (isFrame(marker)) {
        frame = at;
      } else if (marker == 0xDD && length >= 4) {
        interval = word(stream, at + 4);
      } else if (marker == 0xDA) {
        return of(Arrays.copyOf(stream, at + 2 + length), frame, interval);
      }
      at += 2 + length;
    }
    throw new CodecException("JPEG without a scan");
  }

  private static JpegHeader of(byte[] bytes, int frame, int interval) throws CodecException {
    if (frame < 0) {
      throw new CodecException("JPEG without a frame header");
    }
    int length = word(bytes, frame + 2);
    int components = length < 8 ? 0 : byteAt(bytes, frame + 9);
    if (components < 1 || length < 8 + 3 * components) {
      throw new CodecException("JPEG with a damaged frame header");
    }
    int across = 1;
    int down = 1;
    for (int i = 0; i < components && components > 1; i++) {
      int sampling = byteAt(bytes, frame + 11 + 3 * i);
      across = Math.max(across, sampling >> 4);
      down = Math.max(down, sampling & 0xF);
    }
    return new JpegHeader(
        bytes,
        frame + 5,
        byteAt(bytes, frame + 1) - 0xC0,
        word(bytes, frame + 7),
        word(bytes, frame + 5),
        components,
        across * BLOCK,
        down * BLOCK,
        interval);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** The header of an image of another size. */
  byte[] sized(int columns, int rows) {
    byte[] sized = bytes.clone();
    sized[sizeAt] = (byte) (rows >> 8);
    sized[sizeAt + 1] = (byte) rows;
    sized[sizeAt + 2] = (byte) (columns >> 8);
    sized[sizeAt + 3] = (byte) columns;
    return sized;
  }

  private static int word(byte[] stream, int at) {
    return byteAt(stream, at) << 8 | byteAt(stream, at + 1);
  }

  private static int byteAt(byte[] stream, int at) {
    return stream[at] & 0xFF;
  }
}
