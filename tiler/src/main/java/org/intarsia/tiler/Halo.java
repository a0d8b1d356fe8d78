package org.intarsia.tiler;

/**
 * The context that a window holds beyond the core that it owns, in pixels.
 *
 * <p>The two sides may differ: a {@code valid} U-Net that keeps 256 pixels reads 92 before and 96
 * behind them, because its input must be 12 modulo 16.
 *
 * @param before pixels above and to the left of the core
 * @param after pixels below and to the right of the core
 */
public record Halo(int before, int after) {
  /** Checks that neither side is negative. */
  public Halo {
    if (before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "halo (" + before + " and " + after + " px) must not be negative");
    }
  }

  /** The same halo on all four sides. */
  public static Halo of(int pixels) {
    return new Halo(pixels, pixels);
  }

  /** Both sides together. */
  public int total() {
    return before + after;
  }
}
