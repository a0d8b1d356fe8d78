package org.intarsia.testdata;

/** Fat: large empty cells that press their walls flat against each other. */
final class FatCells {
  private static final double PITCH = 54;
  private static final double WALL = 2.2;

  /** The farthest that the middle of a cell lies from a point of it. */
  static final double REACH = PITCH * 0.66;

  private final int seed;
  private final Landscape landscape;

  FatCells(Landscape landscape) {
    this.landscape = landscape;
    this.seed = Noise.hash(landscape.seed, 30);
  }

  /** Whether the point lies in the empty inside of a fat cell. */
  boolean inside(double x, double y) {
    int ci = Noise.floor(x / PITCH);
    int cj = Noise.floor(y / PITCH);
    double first = Double.MAX_VALUE;
    double second = Double.MAX_VALUE;
    double nearestX = 0;
    double nearestY = 0;
    for (int j = cj - 1; j <= cj + 1; j++) {
      for (int i = ci - 1; i <= ci + 1; i++) {
        int h = Noise.hash(seed, i, j);
        double px = (i + 0.5 + 0.36 * Noise.signed(Noise.hash(h, 2))) * PITCH;
        double py = (j + 0.5 + 0.36 * Noise.signed(Noise.hash(h, 3))) * PITCH;
        double distance = Math.sqrt((x - px) * (x - px) + (y - py) * (y - py));
        if (distance < first) {
          second = first;
          first = distance;
          nearestX = px;
          nearestY = py;
        } else if (distance < second) {
          second = distance;
        }
      }
    }
    return second - first > WALL && first < REACH && landscape.fat(nearestX, nearestY) > 0;
  }
}
