package org.intarsia.training;

import java.util.SplittableRandom;

/**
 * Random displacements on a coarse grid, and bicubic interpolation between them.
 *
 * <p>Cubic convolution after Keys (1981) with a = -0.5, values beyond the grid's border repeated.
 * The grid's outermost points lie on the patch's corners.
 *
 * @param values displacement in pixels at each grid point, row by row
 */
record Displacements(double[][] values) {
  static Displacements draw(double deviation, int points, SplittableRandom random) {
    double[][] values = new double[points][points];
    for (double[] row : values) {
      for (int i = 0; i < points; i++) {
        row[i] = deviation * RandomNumbers.gaussian(random);
      }
    }
    return new Displacements(values);
  }

  /** Displacements of the pixels of one row of a patch as wide as {@code line}. */
  void line(int row, double[] line) {
    int points = values.length;
    double[] column = new double[points];
    double step = (points - 1) / Math.max(1.0, line.length - 1.0);
    for (int i = 0; i < points; i++) {
      int fixed = i;
      column[i] = interpolate(row * step, points, k -> values[k][fixed]);
    }
    for (int i = 0; i < line.length; i++) {
      line[i] = interpolate(i * step, points, k -> column[k]);
    }
  }

  private interface Samples {
    double at(int index);
  }

  private static double interpolate(double position, int points, Samples samples) {
    int base = (int) Math.min(points - 1, Math.floor(position));
    double t = position - base;
    double sum = 0;
    for (int k = -1; k <= 2; k++) {
      int index = Math.max(0, Math.min(points - 1, base + k));
      sum += keys(t - k) * samples.at(index);
    }
    return sum;
  }

  /** The kernel of cubic convolution. */
  static double keys(double distance) {
    double d = Math.abs(distance);
    if (d <= 1) {
      return 1.5 * d * d * d - 2.5 * d * d + 1;
    }
    return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
  }
}
