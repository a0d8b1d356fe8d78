package org.intarsia.testdata;

/**
 * A nucleus or a red cell to be drawn: an ellipse in micrometres.
 *
 * @param ux,uy the direction of the long axis
 * @param darkness haematoxylin of the middle
 * @param look how its inside varies
 */
record Cell(
    double x,
    double y,
    double longRadius,
    double shortRadius,
    double ux,
    double uy,
    double darkness,
    Look look) {
  /** What the inside of a cell looks like. */
  enum Look {
    /** Even chromatin. */
    SMOOTH,
    /** Cleared inside, dark rim, a nucleolus, an uneven outline. */
    VESICULAR,
    /** Dark clumps with an uneven outline. */
    CLUMPED,
    /** A red cell. */
    RED
  }

  void draw(Block block, Canvas canvas) {
    double mpp = block.micronsPerPixel();
    double left = block.xMicrons(0);
    double top = block.yMicrons(0);
    double reach = longRadius * 1.25 + mpp;
    int last = canvas.side - 1;
    int c0 = Math.max(0, Noise.floor((x - reach - left) / mpp));
    int c1 = Math.min(last, Noise.floor((x + reach - left) / mpp) + 1);
    int r0 = Math.max(0, Noise.floor((y - reach - top) / mpp));
    int r1 = Math.min(last, Noise.floor((y + reach - top) / mpp) + 1);
    double edge = shortRadius / Math.max(0.8, mpp);
    for (int row = r0; row <= r1; row++) {
      double dy = block.yMicrons(row) - y;
      for (int column = c0; column <= c1; column++) {
        double dx = block.xMicrons(column) - x;
        double u = (dx * ux + dy * uy) / longRadius;
        double v = (dy * ux - dx * uy) / shortRadius;
        double square = u * u + v * v;
        if (square < 2) {
          stain(canvas, row * canvas.side + column, square, edge, u, v);
        }
      }
    }
  }

  private void stain(Canvas canvas, int pixel, double square, double edge, double u, double v) {
    double radius = Math.sqrt(square);
    if (look == Look.VESICULAR || look == Look.CLUMPED) {
      radius *= 1 + 0.16 * canvas.fine[pixel];
    }
    double cover = Math.min(1, (1 - radius) * edge + 0.5);
    if (cover <= 0 || canvas.material[pixel].empty()) {
      return;
    }
    if (look == Look.RED) {
      canvas.red[pixel] = Math.max(canvas.red[pixel], cover * (0.80 + 0.22 * square));
      return;
    }
    if (cover > canvas.cover[pixel]) {
      canvas.cover[pixel] = cover;
      canvas.chromatin[pixel] = darkness * texture(canvas.grain[pixel], square, u, v);
    }
  }

  private double texture(double grain, double square, double u, double v) {
    return switch (look) {
      case SMOOTH -> 0.95 + 0.10 * square + 0.12 * grain;
      case CLUMPED -> 1 + 0.32 * grain;
      case VESICULAR -> {
        double nu = u - 0.22;
        double nv = v + 0.15;
        double nucleolus = nu * nu + nv * nv < 0.055 ? 0.75 : 0;
        yield 0.58 + 0.42 * square + 0.28 * grain + nucleolus;
      }
      case RED -> 1;
    };
  }
}
