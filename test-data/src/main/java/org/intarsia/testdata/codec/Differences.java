package org.intarsia.testdata.codec;

/** TIFF predictor 2 for interleaved RGB. */
final class Differences {
  private Differences() {}

  static byte[] of(byte[] rgb, int width, int height) {
    byte[] out = new byte[3 * width * height];
    for (int row = 0; row < height; row++) {
      int start = 3 * width * row;
      for (int i = 0; i < 3 * width; i++) {
        int left = i < 3 ? 0 : rgb[start + i - 3];
        out[start + i] = (byte) (rgb[start + i] - left);
      }
    }
    return out;
  }
}
