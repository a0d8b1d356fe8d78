package org.intarsia.slideio.codec;

import java.nio.ByteBuffer;

/** The size marker of a JPEG 2000 codestream, checked before any decoder sees it. */
final class Jpeg2000Header {
  private static final int SIZ_BYTES = 42;
  private static final int SOT = 0xFF90;
  private static final int SOT_BYTES = 12;
  private static final int SOD = 0xFF93;
  private static final int PPM = 0xFF60;
  private static final int PPT = 0xFF61;
  private static final int EOC = 0xFFD9;
  private static final long MAX_TILES = 4096;

  private Jpeg2000Header() {}

  /**
   * Checks that the codestream declares the block's size and 8-bit components.
   *
   * @throws CodecException naming what differs
   */
  static void check(byte[] encoded, BlockShape shape) throws CodecException {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    if (encoded.length < SIZ_BYTES || in.getInt(0) != 0xFF4FFF51) {
      throw new CodecException("no JPEG 2000 codestream");
    }
    long width = unsigned(in, 8) - unsigned(in, 16);
    long height = unsigned(in, 12) - unsigned(in, 20);
    if (width != shape.width() || height < shape.height() || height > shape.declaredHeight()) {
      throw new CodecException(
          "JPEG 2000 image of "
              + width
              + " x "
              + height
              + " px in a block of "
              + shape.width()
              + " x "
              + shape.height());
    }
    long tileWidth = unsigned(in, 24);
    long tileHeight = unsigned(in, 28);
    if (tileWidth == 0
        || tileHeight == 0
        || (width / tileWidth + 2) * (height / tileHeight + 2) > MAX_TILES) {
      throw new CodecException("JPEG 2000 tiles of " + tileWidth + " x " + tileHeight + " px");
    }
    checkComponents(in, shape);
    checkTileParts(in);
  }

  /**
   * Checks that every tile-part lies wholly in the data, and that packets have their own headers.
   *
   * <p><i>Why</i> here: JJ2000 decodes what there is of a truncated stream without a word, and
   * waits without end for more of packed packet headers.
   */
  private static void checkTileParts(ByteBuffer in) throws CodecException {
    long at = segments(in, 2, SOT);
    boolean found = false;
    while (at + SOT_BYTES <= in.limit() && marker(in, at) == SOT) {
      long length = unsigned(in, (int) at + 6);
      if (length != 0 && length < SOT_BYTES) {
        throw new CodecException("damaged JPEG 2000 image: a tile-part of " + length + " bytes");
      }
      found = true;
      segments(in, at + SOT_BYTES, SOD);
      at = length == 0 ? in.limit() : at + length;
    }
    if (at > in.limit() || !found) {
      throw new CodecException(
          "damaged JPEG 2000 image: ends after " + in.limit() + " of " + at + " bytes or more");
    }
  }

  /** Walks over marker segments to the one that ends them; returns where that is. */
  private static long segments(ByteBuffer in, long start, int last) throws CodecException {
    long at = start;
    while (at + 4 <= in.limit() && marker(in, at) != last && marker(in, at) != EOC) {
      if (marker(in, at) == PPM || marker(in, at) == PPT) {
        throw new CodecException("JPEG 2000 image with packed packet headers");
      }
      at += 2 + marker(in, at + 2);
    }
    return at;
  }

  private static int marker(ByteBuffer in, long at) {
    return in.getShort((int) at) & 0xFFFF;
  }

  private static void checkComponents(ByteBuffer in, BlockShape shape) throws CodecException {
    int components = in.getShort(40) & 0xFFFF;
    if (components != shape.samples()) {
      throw new CodecException(
          "JPEG 2000 image of "
              + components
              + " components where "
              + shape.samples()
              + " are declared");
    }
    for (int c = 0; c < components; c++) {
      int at = SIZ_BYTES + 3 * c;
      if (at + 3 > in.limit()) {
        throw new CodecException("JPEG 2000 header ends early");
      }
      if (in.get(at) != 7) {
        throw new CodecException("JPEG 2000 component " + c + " is not unsigned 8-bit");
      }
      int dx = in.get(at + 1);
      int dy = in.get(at + 2);
      if (dx < 1 || dx > 4 || dy < 1 || dy > 4) {
        throw new CodecException("JPEG 2000 component " + c + " subsampled " + dx + " x " + dy);
      }
    }
  }

  private static long unsigned(ByteBuffer in, int at) {
    return in.getInt(at) & 0xFFFFFFFFL;
  }
}
