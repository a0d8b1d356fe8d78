package org.intarsia.slideio.bioformats;

import java.nio.charset.StandardCharsets;

/** What the segments before the pixels of a JPEG stream say about its colours. */
final class JpegHead {
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int START_OF_SCAN = 0xDA;

  private JpegHead() {}

  static boolean isJpeg(byte[] stream) {
    return stream.length > 3 && (stream[0] & 0xFF) == 0xFF && (stream[1] & 0xFF) == 0xD8;
  }

  /**
   * Whether the JDK takes three components for R, G, B: an Adobe marker says so, or there is
   * neither that nor JFIF, and no component is subsampled. It never asks the TIFF around the
   * stream.
   */
  static boolean looksLikeRgb(byte[] stream) {
    boolean alike = true;
    int at = 2;
    while (at + 4 <= stream.length && (stream[at] & 0xFF) == 0xFF) {
      int code = stream[at + 1] & 0xFF;
      int length = (stream[at + 2] & 0xFF) << 8 | (stream[at + 3] & 0xFF);
      if (code == START_OF_SCAN || at + 2 + length > stream.length) {
        break;
      }
      if (code == APP0 && isTagged(stream, at + 4, "JFIF")) {
        return false;
      }
      if (code == APP14 && length >= 14 && isTagged(stream, at + 4, "Adobe")) {
        return stream[at + 15] == 0;
      }
      if (isFrame(code) && length >= 8) {
        alike = isSampledAlike(stream, at + 4, length - 2);
      }
      at += 2 + length;
    }
    return alike;
  }

  private static boolean isFrame(int code) {
    return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
  }

  private static boolean isSampledAlike(byte[] stream, int frame, int length) {
    int components = stream[frame + 5] & 0xFF;
    if (components != 3 || length < 6 + 3 * components) {
      return true;
    }
    return stream[frame + 7] == stream[frame + 10] && stream[frame + 7] == stream[frame + 13];
  }

  private static boolean isTagged(byte[] stream, int at, String tag) {
    return at + tag.length() <= stream.length
        && new String(stream, at, tag.length(), StandardCharsets.US_ASCII).equals(tag);
  }
}
