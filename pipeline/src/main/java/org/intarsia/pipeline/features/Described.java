package org.intarsia.pipeline.features;

import java.util.OptionalDouble;
import org.intarsia.classifier.masks.MaskCounts;

/**
 * What was counted in a mask, a part of it, or a case.
 *
 * @param counts of its pixels
 * @param micronsPerPixel size of a pixel, if known
 */
record Described(MaskCounts counts, OptionalDouble micronsPerPixel) {
  /** Pixel sizes of one case may differ by this part. */
  static final double TOLERANCE = 0.1;

  /**
   * Both together. Where pixel sizes differ, the sum has the one that keeps the area.
   *
   * @throws IllegalArgumentException if they differ too much, or only one is known
   */
  Described plus(Described other) {
    return new Described(counts.plus(other.counts), size(other));
  }

  private OptionalDouble size(Described other) {
    if (micronsPerPixel.equals(other.micronsPerPixel)) {
      return micronsPerPixel;
    }
    if (micronsPerPixel.isEmpty() || other.micronsPerPixel.isEmpty()) {
      throw new IllegalArgumentException(
          "the pixel size of only some of its masks is known; --mpp gives it for all");
    }
    double one = micronsPerPixel.getAsDouble();
    double two = other.micronsPerPixel.getAsDouble();
    if (Math.max(one, two) > (1 + TOLERANCE) * Math.min(one, two)) {
      throw new IllegalArgumentException(
          "its masks have pixels of %s and %s um, which cannot be added; make them at one pixel size"
              .formatted(one, two));
    }
    double pixels = counts.histogram().total();
    double more = other.counts.histogram().total();
    double area = pixels * one * one + more * two * two;
    return pixels + more == 0
        ? micronsPerPixel
        : OptionalDouble.of(Math.sqrt(area / (pixels + more)));
  }
}
