package org.intarsia.testdata.codec;

/** The colour transform of JFIF in 16-bit fixed point. */
final class YCbCr {
  private static final int HALF = 1 << 15;
  private static final int MIDDLE = (128 << 16) + HALF - 1;

  private YCbCr() {}

  static byte[] of(byte[] rgb, int length) {
    byte[] out = new byte[length];
    for (int i = 0; i < length; i += 3) {
      int r = rgb[i] & 0xFF;
      int g = rgb[i + 1] & 0xFF;
      int b = rgb[i + 2] & 0xFF;
      out[i] = (byte) ((19595 * r + 38470 * g + 7471 * b + HALF) >> 16);
      out[i + 1] = (byte) ((-11059 * r - 21709 * g + 32768 * b + MIDDLE) >> 16);
      out[i + 2] = (byte) ((32768 * r - 27439 * g - 5329 * b + MIDDLE) >> 16);
    }
    return out;
  }
}
