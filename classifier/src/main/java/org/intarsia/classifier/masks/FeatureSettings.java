package org.intarsia.classifier.masks;

import java.util.List;

/**
 * What is counted in a mask.
 *
 * @param distances of pairs of pixels, 1 to {@link CoOccurrence#LARGEST_DISTANCE} px, ascending
 * @param minimalPixels components of fewer pixels are specks and do not count; at least 1
 */
public record FeatureSettings(List<Integer> distances, int minimalPixels) {
  /** Checks the numbers. */
  public FeatureSettings {
    distances = CoOccurrence.checked(distances);
    if (minimalPixels < 1) {
      throw new IllegalArgumentException(
          "the least size of a component must be at least 1 px, not " + minimalPixels);
    }
  }

  /** Neighbouring pixels; components of at least 16 px. */
  public static FeatureSettings standard() {
    return new FeatureSettings(List.of(1), 16);
  }
}
