package org.intarsia.testdata;

/**
 * An ellipse in warped space with a lining: a duct, an acinus, a malignant nest or a vessel.
 *
 * <p>Depth is in micrometres, positive inside; along the long axis it is too small, which makes
 * linings thicker at the tips as oblique cuts do.
 */
final class Gland {
  /** The depth of every point beyond the influence. */
  static final double FAR = -99;

  final GlandKind kind;
  final int hash;
  final double x;
  final double y;
  final double longRadius;
  final double shortRadius;
  final double thickness;

  /** Beyond this many micrometres the gland changes nothing. */
  final double influence;

  private final double farthest;
  private final double ux;
  private final double uy;

  Gland(GlandKind kind, int hash, double x, double y, double shortRadius, double aspect) {
    this.kind = kind;
    this.hash = hash;
    this.x = x;
    this.y = y;
    this.shortRadius = shortRadius;
    this.longRadius = shortRadius * aspect;
    double[] direction = Directions.of(Noise.hash(hash, 11));
    this.ux = direction[0];
    this.uy = direction[1];
    this.influence = Math.min(Landscape.INFLUENCE, 10 + 1.2 * shortRadius);
    double far = 1 + influence / shortRadius;
    this.farthest = far * far;
    this.thickness = thickness(kind, shortRadius, chance(12));
  }

  private static double thickness(GlandKind kind, double radius, double unit) {
    return switch (kind) {
      case DUCT -> Math.min(radius * 0.55, Noise.between(12, 20, unit));
      case ACINUS -> Math.min(radius * 0.72, Noise.between(9, 12.5, unit));
      case HYPERPLASTIC_DUCT -> Noise.between(14, 24, unit);
      case ATYPICAL_DUCT -> Math.min(radius * 0.6, Noise.between(22, 34, unit));
      case DCIS_COMEDO -> Math.min(radius * 0.62, Noise.between(34, 58, unit));
      case DCIS_CRIBRIFORM -> 13;
      case VESSEL -> Noise.between(2.5, 5, unit);
      case NEST -> 11;
      case DCIS_SOLID, LOBULE -> radius;
    };
  }

  /** The k-th number from 0 to 1 of this gland. */
  double chance(int k) {
    return Noise.unit(hash, k);
  }

  double depth(double px, double py) {
    double dx = px - x;
    double dy = py - y;
    double u = (dx * ux + dy * uy) / longRadius;
    double v = (dy * ux - dx * uy) / shortRadius;
    double square = u * u + v * v;
    return square > farthest ? FAR : (1 - Math.sqrt(square)) * shortRadius;
  }

  /** Adds the direction in which the depth grows, scaled, to the two numbers. */
  void addInward(double px, double py, double scale, double[] direction) {
    double dx = px - x;
    double dy = py - y;
    double u = (dx * ux + dy * uy) / (longRadius * longRadius);
    double v = (dy * ux - dx * uy) / (shortRadius * shortRadius);
    double gx = -(u * ux - v * uy);
    double gy = -(u * uy + v * ux);
    double length = Math.sqrt(gx * gx + gy * gy);
    if (length < 1e-9) {
      return;
    }
    direction[0] += scale * gx / length;
    direction[1] += scale * gy / length;
  }

  /** Whether it can matter within {@code margin} of the rectangle. */
  boolean touches(double x0, double y0, double x1, double y1, double margin) {
    double reach = longRadius * (1 + influence / shortRadius) + margin;
    return x >= x0 - reach && x <= x1 + reach && y >= y0 - reach && y <= y1 + reach;
  }

  boolean secretes() {
    return chance(13) < 0.45;
  }

  boolean malignant() {
    return switch (kind) {
      case DCIS_SOLID, DCIS_CRIBRIFORM, DCIS_COMEDO, NEST -> true;
      default -> false;
    };
  }
}
