package org.intarsia.testdata;

/** The direction field of the stroma: fibres run along the lines of equal phase. */
final class Fibres {
  private final double[] main;
  private final NoiseField wide;
  private final NoiseField narrow;

  Fibres(int seed) {
    main = Directions.of(Noise.hash(seed, 9));
    wide = new NoiseField(Noise.hash(seed, 1), 270);
    narrow = new NoiseField(Noise.hash(seed, 2), 64);
  }

  private static double wrapping(double depth, double influence) {
    double near = 1 + depth / influence;
    return near <= 0 || depth > 0 ? 0 : near * near * 1.8;
  }

  void fill(Block block, double[] phase, double[] scratch) {
    int n = block.side();
    wide.fill(block, phase);
    narrow.fill(block, scratch);
    for (int i = 0; i < phase.length; i++) {
      double straight = block.xMicrons(i % n) * main[0] + block.yMicrons(i / n) * main[1];
      phase[i] = straight + 150 * phase[i] + 19 * scratch[i];
    }
  }

  /** What a nearby gland adds to the phase, so that the fibres wrap around it. */
  static double wrapped(Site site) {
    Gland gland = site.gland;
    return gland == null ? 0 : wrapping(site.depth, gland.influence) * site.depth;
  }

  /** A unit vector across the fibres. */
  double[] across(double x, double y, double wx, double wy, Site site) {
    double[] d = {main[0], main[1]};
    double step = 2;
    d[0] += 150 * (wide.at(x + step, y) - wide.at(x - step, y)) / (2 * step);
    d[1] += 150 * (wide.at(x, y + step) - wide.at(x, y - step)) / (2 * step);
    d[0] += 19 * (narrow.at(x + step, y) - narrow.at(x - step, y)) / (2 * step);
    d[1] += 19 * (narrow.at(x, y + step) - narrow.at(x, y - step)) / (2 * step);
    Gland gland = site.gland;
    if (gland != null) {
      gland.addInward(wx, wy, wrapping(site.depth, gland.influence), d);
    }
    double length = Math.sqrt(d[0] * d[0] + d[1] * d[1]);
    if (length < 1e-9) {
      return main;
    }
    d[0] /= length;
    d[1] /= length;
    return d;
  }
}
