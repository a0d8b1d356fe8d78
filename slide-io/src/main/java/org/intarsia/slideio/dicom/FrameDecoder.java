package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.intarsia.slideio.codec.BlockCodec;
import org.intarsia.slideio.codec.BlockShape;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.Jpeg2000Colors;
import org.intarsia.slideio.codec.JpegColors;
import org.intarsia.slideio.codec.YccToRgb;
import org.intarsia.slideio.dicom.FrameFormat.Color;

/** Turns the bytes of a frame into interleaved R G B; immutable, safe for use by many threads. */
final class FrameDecoder {
  private static final int RLE_HEADER = 64;

  /** Two bytes stand for at most 128. */
  private static final int RLE_MOST = 64;

  private final FrameFormat format;
  private final BlockCodec codec;

  private FrameDecoder(FrameFormat format, BlockCodec codec) {
    this.format = format;
    this.codec = codec;
  }

  static FrameDecoder of(FrameFormat format, CodecSet codecs) {
    BlockCodec codec =
        switch (format.syntax().frames()) {
          case NATIVE -> codecs.uncompressed();
          case RLE -> codecs.packBits();
          case JPEG -> codecs.jpeg(new byte[0], jpegColors(format.color()));
          case JPEG_2000 ->
              codecs.jpeg2000(
                  format.color() == Color.YBR_FULL || format.color() == Color.YBR_FULL_422
                      ? Jpeg2000Colors.YCBCR
                      : Jpeg2000Colors.AS_STORED);
        };
    return new FrameDecoder(format, codec);
  }

  /**
   * <i>Why</i> JFIF counts more than the photometric interpretation RGB: converters that write Y Cb
   * Cr with a JFIF marker and call it RGB are common, JFIF with R G B is not; an R G B stream
   * without any marker, as Aperio's, is told by the photometric interpretation alone.
   */
  private static JpegColors jpegColors(Color color) {
    return switch (color) {
      case RGB -> JpegColors.RGB_UNLESS_JFIF;
      case MONOCHROME1, MONOCHROME2 -> JpegColors.GREY;
      default -> JpegColors.YCBCR;
    };
  }

  /** What people call the decoder. */
  String name() {
    return switch (format.syntax().frames()) {
      case NATIVE -> "uncompressed";
      case RLE -> "rle";
      default -> codec.name();
    };
  }

  /**
   * Decodes one frame.
   *
   * @param encoded the frame's bytes, little endian
   * @return {@code rows} x {@code columns} pixels
   * @throws CodecException if the frame is damaged
   */
  byte[] decode(byte[] encoded) throws IOException {
    int samples = format.color().samples();
    return switch (format.syntax().frames()) {
      case NATIVE -> {
        if (format.color() == Color.YBR_FULL_422) {
          yield pairs(encoded);
        }
        yield colored(interleaved(shallow(encoded), format.planar()));
      }
      case RLE -> colored(interleaved(shallow(rle(encoded)), samples > 1));
      case JPEG, JPEG_2000 -> {
        BlockShape shape = BlockShape.of(format.columns(), format.rows(), samples);
        byte[] decoded = new byte[shape.bytes()];
        codec.decode(encoded, shape, decoded);
        yield samples == 1 ? colored(decoded) : decoded;
      }
    };
  }

  /** The planes of a frame in the order of its samples; 16-bit samples little endian. */
  private byte[] rle(byte[] encoded) throws CodecException {
    int depth = format.bitsAllocated() / 8;
    int planes = format.color().samples() * depth;
    if (encoded.length < RLE_HEADER) {
      throw new CodecException("an RLE frame of " + encoded.length + " bytes");
    }
    long declared = u32(encoded, 0);
    if (declared != planes) {
      throw new CodecException("RLE of " + declared + " segments where " + planes + " are needed");
    }
    BlockShape plane = BlockShape.of(format.columns(), format.rows(), 1);
    if (format.nativeBytes() > (long) encoded.length * RLE_MOST) {
      throw new CodecException(
          "RLE of " + encoded.length + " bytes for " + format.nativeBytes() + " bytes of pixels");
    }
    byte[] decoded = new byte[plane.bytes()];
    byte[] out = new byte[format.nativeBytes()];
    for (int segment = 0; segment < planes; segment++) {
      long start = u32(encoded, 4 + 4 * segment);
      long end = segment + 1 < planes ? u32(encoded, 8 + 4 * segment) : encoded.length;
      if (start < RLE_HEADER || end < start || end > encoded.length) {
        throw new CodecException(
            "RLE segment " + segment + " from byte " + start + " to " + end + " of the frame");
      }
      codec.decode(Arrays.copyOfRange(encoded, (int) start, (int) end), plane, decoded);
      int from = segment / depth * plane.bytes() * depth + depth - 1 - segment % depth;
      for (int i = 0, at = from; i < decoded.length; i++, at += depth) {
        out[at] = decoded[i];
      }
    }
    return out;
  }

  private static long u32(byte[] bytes, int at) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at) & 0xFFFFFFFFL;
  }

  /** Samples of 16 bits scaled to 8 by the range of the stored bits. */
  private byte[] shallow(byte[] samples) {
    if (format.bitsAllocated() == 8) {
      return samples;
    }
    int most = (1 << format.bitsStored()) - 1;
    byte[] out = new byte[samples.length / 2];
    for (int i = 0; i < out.length; i++) {
      int value = ((samples[2 * i] & 0xFF) | (samples[2 * i + 1] & 0xFF) << 8) & most;
      out[i] = (byte) ((value * 255L + most / 2) / most);
    }
    return out;
  }

  private byte[] interleaved(byte[] samples, boolean planar) {
    if (!planar) {
      return samples;
    }
    int pixels = format.pixels();
    byte[] out = new byte[samples.length];
    for (int i = 0, at = 0; i < pixels; i++, at += 3) {
      out[at] = samples[i];
      out[at + 1] = samples[pixels + i];
      out[at + 2] = samples[2 * pixels + i];
    }
    return out;
  }

  private byte[] colored(byte[] samples) {
    int pixels = format.pixels();
    return switch (format.color()) {
      case MONOCHROME1, MONOCHROME2 -> {
        int flip = format.color() == Color.MONOCHROME1 ? 0xFF : 0;
        byte[] rgb = new byte[3 * pixels];
        for (int i = 0, at = 0; i < pixels; i++, at += 3) {
          byte grey = (byte) (samples[i] ^ flip);
          rgb[at] = grey;
          rgb[at + 1] = grey;
          rgb[at + 2] = grey;
        }
        yield rgb;
      }
      case YBR_FULL -> {
        YccToRgb.inPlace(samples, pixels);
        yield samples;
      }
      default -> samples;
    };
  }

  /** Y Y Cb Cr for each two pixels of a row. */
  private byte[] pairs(byte[] stored) {
    int pixels = format.pixels();
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0, in = 0, out = 0; i < pixels; i += 2, in += 4, out += 6) {
      rgb[out] = stored[in];
      rgb[out + 3] = stored[in + 1];
      rgb[out + 1] = stored[in + 2];
      rgb[out + 4] = stored[in + 2];
      rgb[out + 2] = stored[in + 3];
      rgb[out + 5] = stored[in + 3];
    }
    YccToRgb.inPlace(rgb, pixels);
    return rgb;
  }
}
