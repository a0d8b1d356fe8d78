package org.intarsia.classifier.masks;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sizes and shapes of the components of one class.
 *
 * <p>A component is a largest set of pixels of one label that are joined over sides or corners
 * (8-connected): a gland whose wall is one pixel thin stays whole. Components of fewer than {@code
 * minimalPixels} pixels are specks and have no part in anything. Means are over components, each
 * counted once, and 0 where there is none.
 *
 * <p>Sizes are kept as they are, so the median is exact: a mask of n pixels cannot have components
 * of more than sqrt(2 n) different sizes, 141,000 in 10 gigapixels. Components of different masks
 * are different ones: {@link #plus} adds them. Immutable.
 *
 * @param minimalPixels the least size
 * @param sizes how many components there are of each size in pixels
 * @param perimeters sum of the perimeters: sides of pixels behind which there is another label,
 *     label 255 or the mask's border
 * @param compactness sum of 16 area / perimeter^2: 1 for a square, pi / 4 for a large disc; the
 *     inverse square of the shape index of McGarigal and Marks (FRAGSTATS, 1995)
 * @param extents sum of the parts of their bounding boxes that they fill
 * @param eccentricities sum of the eccentricities of the ellipses with the same second moments,
 *     pixels being squares: 0 for a square or a disc, sqrt(1 - (b / a)^2) for an a x b rectangle
 */
public record ComponentStatistics(
    int minimalPixels,
    SortedMap<Long, Long> sizes,
    long perimeters,
    double compactness,
    double extents,
    double eccentricities) {
  /** Copies the sizes. */
  public ComponentStatistics {
    sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    if (minimalPixels < 1) {
      throw new IllegalArgumentException(
          "the least size of a component must be at least 1 px, not " + minimalPixels);
    }
  }

  /** Statistics of no component. */
  public static ComponentStatistics none(int minimalPixels) {
    return new ComponentStatistics(minimalPixels, new TreeMap<>(), 0, 0, 0, 0);
  }

  /** How many components there are. */
  public long number() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Pixels of all components. */
  public long pixels() {
    long pixels = 0;
    for (var entry : sizes.entrySet()) {
      pixels += entry.getKey() * entry.getValue();
    }
    return pixels;
  }

  /** Pixels of the largest component. */
  public long largestPixels() {
    return sizes.isEmpty() ? 0 : sizes.lastKey();
  }

  /** Mean size in pixels. */
  public double meanPixels() {
    return mean((double) pixels());
  }

  /** Median size in pixels; between two sizes, their mean. */
  public double medianPixels() {
    long number = number();
    return number == 0 ? 0 : (size((number - 1) / 2) + size(number / 2)) / 2.0;
  }

  /** The size of the component at a place in ascending order. */
  private long size(long place) {
    long passed = 0;
    for (var entry : sizes.entrySet()) {
      passed += entry.getValue();
      if (passed > place) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("component " + place + " of " + passed);
  }

  /** Mean perimeter in pixels. */
  public double meanPerimeter() {
    return mean((double) perimeters);
  }

  /** Mean compactness, 0 to 1. */
  public double meanCompactness() {
    return mean(compactness);
  }

  /** Mean part of the bounding box, 0 to 1. */
  public double meanExtent() {
    return mean(extents);
  }

  /** Mean eccentricity, 0 to 1. */
  public double meanEccentricity() {
    return mean(eccentricities);
  }

  private double mean(double sum) {
    long number = number();
    return number == 0 ? 0 : sum / number;
  }

  /**
   * The components of both.
   *
   * @throws IllegalArgumentException if the least sizes differ
   */
  public ComponentStatistics plus(ComponentStatistics other) {
    if (other.minimalPixels != minimalPixels) {
      throw new IllegalArgumentException(
          "components of at least %d px and of at least %d px cannot be added"
              .formatted(minimalPixels, other.minimalPixels));
    }
    SortedMap<Long, Long> sum = new TreeMap<>(sizes);
    other.sizes.forEach((size, number) -> sum.merge(size, number, Long::sum));
    return new ComponentStatistics(
        minimalPixels,
        sum,
        Math.addExact(perimeters, other.perimeters),
        compactness + other.compactness,
        extents + other.extents,
        eccentricities + other.eccentricities);
  }
}
