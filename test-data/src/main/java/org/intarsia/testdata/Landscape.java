package org.intarsia.testdata;

import java.util.List;

/** The layout of a biopsy: which glands lie where, and the fields that vary slowly. */
final class Landscape {
  /** Pitch of the grid of ducts and lobules. */
  private static final double LARGE_PITCH = 265;

  private static final double ACINUS_PITCH = 47;
  private static final double NEST_PITCH = 37;

  /** Beyond this distance a gland does not change its surroundings. */
  static final double INFLUENCE = 40;

  private static final double LARGEST_RADIUS = 215;
  private static final double LARGEST_ASPECT = 1.5;

  final Composition composition;
  final Outline outline;
  final Warp warp;
  final NoiseField fold;
  final NoiseField focus;
  private final NoiseField invasiveWide;
  private final NoiseField invasiveNarrow;
  private final NoiseField fat;
  final NoiseField bleeding;
  final int seed;

  Landscape(BiopsySpec spec) {
    seed = Noise.fold(spec.seed());
    composition = Composition.of(spec.diagnosis(), spec.lesionExtent());
    outline = new Outline(spec, Noise.hash(seed, 1));
    warp = new Warp(Noise.hash(seed, 2));
    fold = new NoiseField(Noise.hash(seed, 3), 17);
    focus = new NoiseField(Noise.hash(seed, 4), 75);
    invasiveWide = new NoiseField(Noise.hash(seed, 5), 620);
    invasiveNarrow = new NoiseField(Noise.hash(seed, 6), 140);
    fat = new NoiseField(Noise.hash(seed, 7), 520);
    bleeding = new NoiseField(Noise.hash(seed, 8), 210);
  }

  /** Positive where the tumour has invaded. */
  double invasion(double x, double y) {
    if (composition.invasiveBias() < -2) {
      return -1;
    }
    return composition.invasiveBias() + invasiveWide.at(x, y) + 0.3 * invasiveNarrow.at(x, y);
  }

  /** Positive where fat cells lie. */
  double fat(double x, double y) {
    return fatField(x, y) - (invasion(x, y) > -0.1 ? 1 : 0);
  }

  /** As {@link #fat} without regard to the tumour; never below it. */
  double fatField(double x, double y) {
    return fat.at(x, y) - 0.52;
  }

  /** Adds every gland that can matter inside the rectangle, in a fixed order. */
  void collect(double x0, double y0, double x1, double y1, List<Gland> out) {
    double margin = INFLUENCE + Warp.reachMicrons();
    addLarge(x0, y0, x1, y1, margin, out);
    int large = out.size();
    boolean lobules = false;
    for (int i = 0; i < large; i++) {
      lobules |= out.get(i).kind == GlandKind.LOBULE;
    }
    if (lobules) {
      addAcini(x0 - margin, y0 - margin, x1 + margin, y1 + margin, large, out);
    }
    if (composition.invasiveBias() > -2) {
      addNests(x0 - margin, y0 - margin, x1 + margin, y1 + margin, large, out);
    }
  }

  private void addLarge(
      double x0, double y0, double x1, double y1, double margin, List<Gland> out) {
    // The acini and nests of the margin look for large glands around them in turn.
    double reach = 3 * margin * LARGEST_ASPECT + LARGEST_RADIUS + LARGE_PITCH * 0.3;
    int seedLarge = Noise.hash(seed, 20);
    int i1 = Noise.floor((x1 + reach) / LARGE_PITCH);
    int j1 = Noise.floor((y1 + reach) / LARGE_PITCH);
    for (int j = Noise.floor((y0 - reach) / LARGE_PITCH); j <= j1; j++) {
      for (int i = Noise.floor((x0 - reach) / LARGE_PITCH); i <= i1; i++) {
        int h = Noise.hash(seedLarge, i, j);
        int share = composition.pick(Noise.unit(h, 1));
        if (share < 0) {
          continue;
        }
        double x = (i + 0.5 + 0.27 * Noise.signed(Noise.hash(h, 2))) * LARGE_PITCH;
        double y = (j + 0.5 + 0.27 * Noise.signed(Noise.hash(h, 3))) * LARGE_PITCH;
        GlandKind kind = composition.shares().get(share).kind();
        if (invasion(x, y) > 0 && kind != GlandKind.VESSEL && Noise.unit(h, 4) < 0.75) {
          continue;
        }
        if (fat(x, y) > -0.05) {
          continue;
        }
        double size = Noise.unit(h, 5);
        Gland gland =
            new Gland(
                kind,
                h,
                x,
                y,
                largeRadius(kind, size),
                Noise.between(1, LARGEST_ASPECT, Noise.unit(h, 6)));
        if (gland.touches(x0, y0, x1, y1, 3 * margin)) {
          out.add(gland);
        }
      }
    }
  }

  private static double largeRadius(GlandKind kind, double unit) {
    return switch (kind) {
      case DUCT -> Noise.between(24, 72, unit * unit);
      case HYPERPLASTIC_DUCT -> Noise.between(45, 95, unit);
      case ATYPICAL_DUCT -> Noise.between(45, 100, unit);
      case DCIS_SOLID -> Noise.between(60, 110, unit);
      case DCIS_CRIBRIFORM -> Noise.between(75, 130, unit);
      case DCIS_COMEDO -> Noise.between(85, 140, unit);
      case LOBULE -> Noise.between(80, 135, unit);
      case VESSEL -> Noise.between(11, 34, unit);
      case ACINUS, NEST -> 20;
    };
  }

  private void addAcini(double x0, double y0, double x1, double y1, int large, List<Gland> out) {
    int seedAcini = Noise.hash(seed, 21);
    double reach = 45;
    int i1 = Noise.floor((x1 + reach) / ACINUS_PITCH);
    int j1 = Noise.floor((y1 + reach) / ACINUS_PITCH);
    for (int j = Noise.floor((y0 - reach) / ACINUS_PITCH); j <= j1; j++) {
      for (int i = Noise.floor((x0 - reach) / ACINUS_PITCH); i <= i1; i++) {
        int h = Noise.hash(seedAcini, i, j);
        double x = (i + 0.5 + 0.24 * Noise.signed(Noise.hash(h, 2))) * ACINUS_PITCH;
        double y = (j + 0.5 + 0.24 * Noise.signed(Noise.hash(h, 3))) * ACINUS_PITCH;
        double radius = Noise.between(15, 25, Noise.unit(h, 5));
        if (Noise.unit(h, 1) < 0.92 && inLobule(x, y, radius, large, out)) {
          boolean malignant = Noise.unit(h, 7) < composition.malignantAcini();
          GlandKind kind = malignant ? GlandKind.DCIS_SOLID : GlandKind.ACINUS;
          out.add(new Gland(kind, h, x, y, radius, Noise.between(1, 1.6, Noise.unit(h, 6))));
        }
      }
    }
  }

  private static boolean inLobule(
      double x, double y, double radius, int large, List<Gland> glands) {
    boolean inside = false;
    for (int i = 0; i < large; i++) {
      Gland gland = glands.get(i);
      double depth = gland.depth(x, y);
      if (gland.kind == GlandKind.LOBULE) {
        inside |= depth > radius * 0.6;
      } else if (depth > -radius - 12) {
        return false;
      }
    }
    return inside;
  }

  private void addNests(double x0, double y0, double x1, double y1, int large, List<Gland> out) {
    int seedNests = Noise.hash(seed, 22);
    double reach = 60;
    int i1 = Noise.floor((x1 + reach) / NEST_PITCH);
    int j1 = Noise.floor((y1 + reach) / NEST_PITCH);
    for (int j = Noise.floor((y0 - reach) / NEST_PITCH); j <= j1; j++) {
      for (int i = Noise.floor((x0 - reach) / NEST_PITCH); i <= i1; i++) {
        int h = Noise.hash(seedNests, i, j);
        double x = (i + 0.5 + 0.4 * Noise.signed(Noise.hash(h, 2))) * NEST_PITCH;
        double y = (j + 0.5 + 0.4 * Noise.signed(Noise.hash(h, 3))) * NEST_PITCH;
        if (Noise.unit(h, 1) > 0.62 || invasion(x, y) < 0.06) {
          continue;
        }
        double size = Noise.unit(h, 5);
        double radius = Noise.between(5.5, 22, size * size);
        if (clear(x, y, radius, large, out)) {
          double aspect = Noise.between(1, 2.6, Noise.unit(h, 6));
          out.add(new Gland(GlandKind.NEST, h, x, y, radius, aspect));
        }
      }
    }
  }

  private static boolean clear(double x, double y, double radius, int large, List<Gland> glands) {
    for (int i = 0; i < large; i++) {
      if (glands.get(i).depth(x, y) > -radius - 8) {
        return false;
      }
    }
    return true;
  }
}
