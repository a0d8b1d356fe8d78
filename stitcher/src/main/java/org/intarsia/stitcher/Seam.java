package org.intarsia.stitcher;

/**
 * How neighbouring tiles meet.
 *
 * <p>With a halo at least as wide as the network's influence {@link Crop} is exact. {@link Feather}
 * is for networks that are not local, whose windows disagree wherever they meet.
 */
public sealed interface Seam {
  /** Every pixel is written by the one tile that owns it; the halo is thrown away. */
  record Crop() implements Seam {}

  /**
   * The class probabilities of overlapping windows are blended with weights that fall linearly
   * across the border between two cores; the label is the class with the largest sum.
   *
   * <p><em>Formula.</em> Let {@code r} be the least of {@code reach}, both sides of the halo, and
   * half the core. Along one axis a tile whose core is {@code [a, b)} has at pixel {@code p} the
   * weight {@code w(p) = min(4r, 2(p - a + r) + 1, 2(b - 1 - p + r) + 1)}, not below 0; the ramp is
   * left out where the core touches the border of the level. At every pixel the weights of all
   * tiles add up to {@code 4r}, and the owner's is the largest. The weight in the plane is the
   * product of both axes. A probability {@code p} adds {@code round(p * w / (4r)^2 * 2^28)} to its
   * class's sum; among equal sums the lowest class wins. Pixels that only one tile reaches take the
   * class of the largest probability, the lowest among equals.
   *
   * <p><em>Why integers.</em> Sums of integers do not depend on the order in which threads add, so
   * a mask has the same bytes on every run. The rounding is finer than a 32-bit float.
   *
   * <p>A tile that was skipped adds nothing anywhere, and its core is background whatever its
   * neighbours say.
   *
   * @param classes number of classes, 1 to 256
   * @param reach how far a tile may add beyond its core, in pixels; what the network covers must
   *     reach as far
   */
  record Feather(int classes, int reach) implements Seam {
    /** Checks both numbers. */
    public Feather {
      if (classes < 1 || classes > 256) {
        throw new IllegalArgumentException("classes must be 1 to 256, not " + classes);
      }
      if (reach < 0) {
        throw new IllegalArgumentException("reach (" + reach + " px) must not be negative");
      }
    }

    /** A blend as wide as the halo and the core allow. */
    public Feather(int classes) {
      this(classes, Integer.MAX_VALUE);
    }
  }
}
