package org.intarsia.testdata;

/** Smooth noise in the plane from -1 to 1: values at lattice points, blended between them. */
record NoiseField(int seed, double wavelengthMicrons) {
  double at(double x, double y) {
    double u = x / wavelengthMicrons;
    double v = y / wavelengthMicrons;
    int i = Noise.floor(u);
    int j = Noise.floor(v);
    double a = Noise.signed(Noise.hash(seed, i, j));
    double b = Noise.signed(Noise.hash(seed, i + 1, j));
    double c = Noise.signed(Noise.hash(seed, i, j + 1));
    double d = Noise.signed(Noise.hash(seed, i + 1, j + 1));
    double s = ease(u - i);
    double t = ease(v - j);
    double top = a + (b - a) * s;
    double bottom = c + (d - c) * s;
    return top + (bottom - top) * t;
  }

  /** The same numbers for a whole block, with each lattice point hashed once a row. */
  void fill(Block block, double[] out) {
    int n = block.side();
    for (int row = 0; row < n; row++) {
      double v = block.yMicrons(row) / wavelengthMicrons;
      int j = Noise.floor(v);
      double t = ease(v - j);
      int known = Integer.MIN_VALUE;
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      for (int column = 0; column < n; column++) {
        double u = block.xMicrons(column) / wavelengthMicrons;
        int i = Noise.floor(u);
        if (i != known) {
          a = Noise.signed(Noise.hash(seed, i, j));
          b = Noise.signed(Noise.hash(seed, i + 1, j));
          c = Noise.signed(Noise.hash(seed, i, j + 1));
          d = Noise.signed(Noise.hash(seed, i + 1, j + 1));
          known = i;
        }
        double s = ease(u - i);
        double top = a + (b - a) * s;
        double bottom = c + (d - c) * s;
        out[row * n + column] = top + (bottom - top) * t;
      }
    }
  }

  private static double ease(double f) {
    return f * f * (3 - 2 * f);
  }
}
