package org.intarsia.testdata;

/** Where the slide carries tissue: irregular pieces on glass, one a cell of a coarse grid. */
final class Outline {
  private static final double PIECE_MICRONS = 9000;

  private final int seed;
  private final int columns;
  private final int rows;
  private final double cellWidth;
  private final double cellHeight;
  private final NoiseField coarse;
  private final NoiseField middle;
  private final NoiseField fine;
  private final double roughness;

  Outline(BiopsySpec spec, int seed) {
    this.seed = seed;
    columns = cells(spec.widthMicrons());
    rows = cells(spec.heightMicrons());
    cellWidth = spec.widthMicrons() / columns;
    cellHeight = spec.heightMicrons() / rows;
    double cell = Math.min(cellWidth, cellHeight);
    coarse = new NoiseField(Noise.hash(seed, 1), Math.max(40, cell / 4));
    middle = new NoiseField(Noise.hash(seed, 2), 170);
    fine = new NoiseField(Noise.hash(seed, 3), 38);
    roughness = Math.min(1, cell / 1500);
  }

  private static int cells(double microns) {
    return Math.max(1, (int) Math.round(microns / PIECE_MICRONS));
  }

  /** Micrometres to the edge of the tissue, positive inside, exact near the edge only. */
  double depth(double x, double y) {
    int i = Math.min(columns - 1, Math.max(0, Noise.floor(x / cellWidth)));
    int j = Math.min(rows - 1, Math.max(0, Noise.floor(y / cellHeight)));
    int h = Noise.hash(seed, i, j);
    double cx = (i + 0.5 + 0.03 * Noise.signed(Noise.hash(h, 1))) * cellWidth;
    double cy = (j + 0.5 + 0.03 * Noise.signed(Noise.hash(h, 2))) * cellHeight;
    double a = cellWidth * Noise.between(0.41, 0.45, Noise.unit(h, 3));
    double b = cellHeight * Noise.between(0.41, 0.45, Noise.unit(h, 4));
    double u = (x - cx) / a;
    double v = (y - cy) / b;
    double u2 = u * u;
    double v2 = v * v;
    double radius = Math.sqrt(Math.sqrt(u2 * u2 + v2 * v2));
    double scale = Math.min(a, b);
    return (1 - radius) * scale
        + coarse.at(x, y) * scale * 0.11
        + middle.at(x, y) * 26 * roughness
        + fine.at(x, y) * 6 * roughness;
  }
}
