package org.intarsia.testdata;

import java.util.Arrays;

/** Interleaved RGB of a tile with its size. */
record Pixels(int width, int height, byte[] rgb) {
  /** Area averages of {@code fx} x {@code fy} pixels, rounded; what is left over is dropped. */
  Pixels reduced(int fx, int fy) {
    int w = width / fx;
    int h = height / fy;
    byte[] out = new byte[3 * w * h];
    int area = fx * fy;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        for (int c = 0; c < 3; c++) {
          int sum = area / 2;
          for (int j = 0; j < fy; j++) {
            int at = 3 * ((y * fy + j) * width + x * fx) + c;
            for (int i = 0; i < fx; i++) {
              sum += rgb[at + 3 * i] & 0xFF;
            }
          }
          out[3 * (y * w + x) + c] = (byte) (sum / area);
        }
      }
    }
    return new Pixels(w, h, out);
  }

  /** Copies this picture into a larger one, cut at its borders. */
  void into(Pixels target, int x, int y) {
    int w = Math.min(width, target.width - x);
    int h = Math.min(height, target.height - y);
    for (int row = 0; row < h && w > 0; row++) {
      int to = 3 * ((y + row) * target.width + x);
      System.arraycopy(rgb, 3 * row * width, target.rgb, to, 3 * w);
    }
  }

  /** Grown to the given size by repeating the last column and row. */
  Pixels padded(int w, int h) {
    if (w == width && h == height) {
      return this;
    }
    byte[] out = new byte[3 * w * h];
    for (int row = 0; row < h; row++) {
      int from = 3 * Math.min(row, height - 1) * width;
      int to = 3 * row * w;
      System.arraycopy(rgb, from, out, to, 3 * width);
      for (int i = 3 * width; i < 3 * w; i++) {
        out[to + i] = out[to + i - 3];
      }
    }
    return new Pixels(w, h, out);
  }

  /** Whether no sample is darker than bare glass. */
  boolean glass() {
    for (byte sample : rgb) {
      if ((sample & 0xFF) < 225) {
        return false;
      }
    }
    return true;
  }

  static Pixels white(int width, int height) {
    byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
    Arrays.fill(rgb, (byte) 255);
    return new Pixels(width, height, rgb);
  }
}
