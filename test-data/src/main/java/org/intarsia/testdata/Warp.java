package org.intarsia.testdata;

/** Displaces every point a little, so that ellipses become tissue. */
final class Warp {
  private static final double WIDE_MICRONS = 13;
  private static final double NARROW_MICRONS = 3.2;

  private final NoiseField wideX;
  private final NoiseField wideY;
  private final NoiseField narrowX;
  private final NoiseField narrowY;

  Warp(int seed) {
    wideX = new NoiseField(Noise.hash(seed, 1), 62);
    wideY = new NoiseField(Noise.hash(seed, 2), 62);
    narrowX = new NoiseField(Noise.hash(seed, 3), 19);
    narrowY = new NoiseField(Noise.hash(seed, 4), 19);
  }

  double x(double x, double y) {
    return x + WIDE_MICRONS * wideX.at(x, y) + NARROW_MICRONS * narrowX.at(x, y);
  }

  double y(double x, double y) {
    return y + WIDE_MICRONS * wideY.at(x, y) + NARROW_MICRONS * narrowY.at(x, y);
  }

  /** The farthest that a point moves along an axis. */
  static double reachMicrons() {
    return WIDE_MICRONS + NARROW_MICRONS;
  }

  /** Fills warped coordinates of a block; {@code scratch} has its size. */
  void fill(Block block, double[] x, double[] y, double[] scratch) {
    int n = block.side();
    wideX.fill(block, x);
    narrowX.fill(block, scratch);
    for (int i = 0; i < x.length; i++) {
      x[i] = block.xMicrons(i % n) + WIDE_MICRONS * x[i] + NARROW_MICRONS * scratch[i];
    }
    wideY.fill(block, y);
    narrowY.fill(block, scratch);
    for (int i = 0; i < y.length; i++) {
      y[i] = block.yMicrons(i / n) + WIDE_MICRONS * y[i] + NARROW_MICRONS * scratch[i];
    }
  }
}
