package org.intarsia.testdata;

/** Unit vectors in 1,024 directions. */
final class Directions {
  private static final int COUNT = 1024;
  private static final double[][] ALL = all();

  private Directions() {}

  private static double[][] all() {
    double[][] all = new double[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      double angle = 2 * StrictMath.PI * i / COUNT;
      all[i] = new double[] {StrictMath.cos(angle), StrictMath.sin(angle)};
    }
    return all;
  }

  /** The direction of a hash; the caller must not change it. */
  static double[] of(int hash) {
    return ALL[(hash >>> 9) & (COUNT - 1)];
  }
}
