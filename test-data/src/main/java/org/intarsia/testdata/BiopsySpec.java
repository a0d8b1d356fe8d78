package org.intarsia.testdata;

/**
 * Everything that a synthetic biopsy depends on: equal specs give equal pixels and labels.
 *
 * @param seed chooses the layout of the tissue and the stain
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param diagnosis the composition
 * @param micronsPerPixel the side of a pixel, 0.05 to 64; the tissue itself is laid out in
 *     micrometres, so two specs with the same size in micrometres show the same tissue
 * @param lesionExtent how much of the tissue shows the diagnosis, from 0 (all of it is benign, as
 *     in a region where the lesion was missed) to 1
 */
public record BiopsySpec(
    long seed,
    long width,
    long height,
    Diagnosis diagnosis,
    double micronsPerPixel,
    double lesionExtent) {
  /** The side of the largest slide. */
  public static final long MAXIMUM_SIDE = 1L << 22;

  /** Checks the ranges. */
  public BiopsySpec {
    if (width < 1 || width > MAXIMUM_SIDE || height < 1 || height > MAXIMUM_SIDE) {
      throw new IllegalArgumentException(
          "biopsy of " + width + " x " + height + " pixels: a side is 1 to " + MAXIMUM_SIDE);
    }
    if (!(micronsPerPixel >= 0.05 && micronsPerPixel <= 64)) {
      throw new IllegalArgumentException(
          "biopsy with " + micronsPerPixel + " micrometres per pixel: the limits are 0.05 and 64");
    }
    if (!(lesionExtent >= 0 && lesionExtent <= 1)) {
      throw new IllegalArgumentException("the extent of a lesion is 0 to 1, not " + lesionExtent);
    }
  }

  /** A biopsy that shows its diagnosis everywhere. */
  public BiopsySpec(
      long seed, long width, long height, Diagnosis diagnosis, double micronsPerPixel) {
    this(seed, width, height, diagnosis, micronsPerPixel, 1);
  }

  /** The same with a lesion of another extent. */
  public BiopsySpec withLesionExtent(double extent) {
    return new BiopsySpec(seed, width, height, diagnosis, micronsPerPixel, extent);
  }

  /** A biopsy at 0.5 micrometres per pixel, the resolution of a 20x scan. */
  public static BiopsySpec of(long seed, long width, long height, Diagnosis diagnosis) {
    return new BiopsySpec(seed, width, height, diagnosis, 0.5);
  }

  double widthMicrons() {
    return width * micronsPerPixel;
  }

  double heightMicrons() {
    return height * micronsPerPixel;
  }
}
