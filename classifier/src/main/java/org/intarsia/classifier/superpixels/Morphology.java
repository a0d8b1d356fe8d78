package org.intarsia.classifier.superpixels;

/** Erosion of binary pictures. */
final class Morphology {
  private Morphology() {}

  /**
   * Pixels around which a square of {@code side} lies inside; beyond the border nothing does.
   *
   * <p>An even square reaches one pixel further up and left than down and right.
   */
  static boolean[] eroded(boolean[] inside, int width, int side) {
    int height = inside.length / width;
    boolean[] rows = new boolean[inside.length];
    for (int y = 0; y < height; y++) {
      lines(inside, rows, y * width, 1, width, side);
    }
    boolean[] eroded = new boolean[inside.length];
    for (int x = 0; x < width; x++) {
      lines(rows, eroded, x, width, height, side);
    }
    return eroded;
  }

  private static void lines(
      boolean[] from, boolean[] to, int start, int step, int length, int side) {
    int run = 0;
    int after = (side - 1) / 2;
    for (int k = 0; k < length; k++) {
      run = from[start + k * step] ? run + 1 : 0;
      if (run >= side) {
        to[start + (k - after) * step] = true;
      }
    }
  }
}
