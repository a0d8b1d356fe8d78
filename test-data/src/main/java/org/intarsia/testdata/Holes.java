package org.intarsia.testdata;

/** Round spots on a jittered grid: fat cells and the punched-out spaces of cribriform growth. */
record Holes(int seed, double pitch, double smallest, double largest, double frequency) {
  /** Micrometres to the nearest hole's edge, negative inside a hole. */
  double distance(double x, double y) {
    int ci = Noise.floor(x / pitch);
    int cj = Noise.floor(y / pitch);
    double nearest = pitch;
    for (int j = cj - 1; j <= cj + 1; j++) {
      for (int i = ci - 1; i <= ci + 1; i++) {
        int h = Noise.hash(seed, i, j);
        if (Noise.unit(h, 1) >= frequency) {
          continue;
        }
        double dx = x - (i + 0.5 + 0.3 * Noise.signed(Noise.hash(h, 2))) * pitch;
        double dy = y - (j + 0.5 + 0.3 * Noise.signed(Noise.hash(h, 3))) * pitch;
        double radius = Noise.between(smallest, largest, Noise.unit(h, 4));
        nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy) - radius);
      }
    }
    return nearest;
  }
}
