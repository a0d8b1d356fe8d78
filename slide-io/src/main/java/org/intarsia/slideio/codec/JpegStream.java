package org.intarsia.slideio.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A complete JPEG stream made of shared tables and an abbreviated image, that every decoder
 * understands alike.
 *
 * <p><i>Why</i> the application markers are replaced: a TIFF says in its photometric tag whether
 * the JPEG holds RGB, decoders look at JFIF and Adobe markers and component numbers instead and
 * disagree. Here all application markers are dropped and one Adobe marker states what the samples
 * are.
 *
 * @param bytes the stream
 * @param width columns of the image
 * @param height rows of the image
 * @param components 1 or 3
 * @param ycbcr whether the three components are Y Cb Cr
 */
record JpegStream(byte[] bytes, int width, int height, int components, boolean ycbcr) {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int ADOBE_BYTES = 16;

  /**
   * Progressive images have ten, those squeezed by hand two dozen; each costs time for all pixels.
   */
  private static final int MOST_SCANS = 32;

  /**
   * Joins tables and image.
   *
   * @param tables the TIFF's JPEGTables, empty if there are none
   * @throws CodecException if the image's header is damaged or of a kind that is not read
   */
  static JpegStream join(byte[] tables, byte[] image, JpegColors colors) throws CodecException {
    Scanner scanner = new Scanner();
    if (tables.length > 0) {
      scanner.scan(tables, "JPEG tables");
    }
    int rest = scanner.scan(image, "JPEG image");
    if (rest < 0) {
      throw new CodecException("JPEG without a scan");
    }
    if (scanner.components == 0) {
      throw new CodecException("JPEG without a frame header");
    }
    checkScans(image, rest);
    boolean ycbcr = scanner.components == 3 && scanner.isYcbcr(colors);
    byte[] head = scanner.kept.toByteArray();
    int adobe = scanner.components == 3 ? ADOBE_BYTES : 0;
    byte[] joined = new byte[2 + adobe + head.length + image.length - rest];
    joined[0] = (byte) 0xFF;
    joined[1] = (byte) SOI;
    if (adobe > 0) {
      putAdobe(joined, 2, ycbcr ? 1 : 0);
    }
    System.arraycopy(head, 0, joined, 2 + adobe, head.length);
    System.arraycopy(image, rest, joined, 2 + adobe + head.length, image.length - rest);
    return new JpegStream(joined, scanner.width, scanner.height, scanner.components, ycbcr);
  }

  /** Checks that the image has the size and the components of the block. */
  void check(BlockShape shape) throws CodecException {
    if (components != shape.samples()) {
      throw new CodecException(
          "JPEG of " + components + " components where " + shape.samples() + " are declared");
    }
    if (width != shape.width() || height < shape.height() || height > shape.declaredHeight()) {
      throw new CodecException(
          "JPEG of "
              + width
              + " x "
              + height
              + " px in a block of "
              + shape.width()
              + " x "
              + shape.height());
    }
  }

  private static void checkScans(byte[] image, int first) throws CodecException {
    int scans = 0;
    for (int i = first; i + 1 < image.length; i++) {
      if (image[i] == (byte) 0xFF && image[i + 1] == (byte) SOS && ++scans > MOST_SCANS) {
        throw new CodecException("JPEG of more than " + MOST_SCANS + " scans");
      }
    }
  }

  private static void putAdobe(byte[] out, int at, int transform) {
    byte[] name = "Adobe".getBytes(StandardCharsets.US_ASCII);
    out[at] = (byte) 0xFF;
    out[at + 1] = (byte) 0xEE;
    out[at + 3] = 14;
    System.arraycopy(name, 0, out, at + 4, name.length);
    out[at + 10] = 100;
    out[at + 15] = (byte) transform;
  }

  /** Walks over markers, keeps those that matter for decoding. */
  private static final class Scanner {
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
    private int width;
    private int height;
    private int components;
    private int firstComponent;
    private boolean jfif;
    private int adobeTransform = -1;

    /** Returns the position of the start-of-scan marker, or -1 if the stream ends before. */
    int scan(byte[] stream, String what) throws CodecException {
      if (stream.length < 4 || (stream[0] & 0xFF) != 0xFF || (stream[1] & 0xFF) != SOI) {
        throw new CodecException(what + " does not start with a start-of-image marker");
      }
      int at = 2;
      while (at + 1 < stream.length) {
        if ((stream[at] & 0xFF) != 0xFF) {
          throw new CodecException(what + " has no marker at byte " + at);
        }
        int marker = stream[at + 1] & 0xFF;
        if (marker == 0xFF) {
          at++;
          continue;
        }
        if (marker == SOS) {
          return at;
        }
        if (marker == EOI) {
          return -1;
        }
        if (at + 4 > stream.length) {
          break;
        }
        int length = word(stream, at + 2);
        if (length < 2 || length > stream.length - at - 2) {
          throw new CodecException(what + " ends in marker " + Integer.toHexString(marker));
        }
        segment(stream, at, marker, length);
        at += 2 + length;
      }
      return -1;
    }

    private void segment(byte[] stream, int at, int marker, int length) throws CodecException {
      if (marker == 0xE0 && startsWith(stream, at + 4, length - 2, "JFIF")) {
        jfif = true;
      }
      if (marker == 0xEE && length >= 14 && startsWith(stream, at + 4, length - 2, "Adobe")) {
        adobeTransform = stream[at + 15] & 0xFF;
      }
      if (isFrame(marker)) {
        frame(stream, at, marker, length);
      }
      boolean application = (marker >= 0xE0 && marker <= 0xEF) || marker == 0xFE;
      if (!application) {
        kept.write(stream, at, 2 + length);
      }
    }

    private static boolean isFrame(int marker) {
      return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void frame(byte[] stream, int at, int marker, int length) throws CodecException {
      if (marker > 0xC2) {
        throw new CodecException(
            "JPEG of process " + (marker - 0xC0) + " (lossless, hierarchical or arithmetic)");
      }
      if (length < 11 || components != 0) {
        throw new CodecException("JPEG with a damaged frame header");
      }
      int bits = stream[at + 4] & 0xFF;
      height = word(stream, at + 5);
      width = word(stream, at + 7);
      components = stream[at + 9] & 0xFF;
      firstComponent = stream[at + 10] & 0xFF;
      if (bits != 8) {
        throw new CodecException("JPEG of " + bits + " bits");
      }
      if (components == 4) {
        throw new CodecException("JPEG of 4 components (CMYK)");
      }
      if (components != 1 && components != 3) {
        throw new CodecException("JPEG of " + components + " components");
      }
      if (width == 0 || height == 0) {
        throw new CodecException("JPEG of " + width + " x " + height + " px");
      }
    }

    boolean isYcbcr(JpegColors colors) {
      if (adobeTransform >= 0) {
        return adobeTransform != 0;
      }
      return switch (colors) {
        case RGB, GREY -> false;
        case RGB_UNLESS_JFIF -> jfif;
        case YCBCR -> true;
        case AS_STORED -> jfif || firstComponent != 'R';
      };
    }

    private static boolean startsWith(byte[] stream, int at, int length, String text) {
      return length >= text.length()
          && new String(stream, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private static int word(byte[] stream, int at) {
      return (stream[at] & 0xFF) << 8 | (stream[at + 1] & 0xFF);
    }
  }
}
