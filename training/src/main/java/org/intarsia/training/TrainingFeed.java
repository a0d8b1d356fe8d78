package org.intarsia.training;

/**
 * What a network learns from, and what it is measured on.
 *
 * @param training patches to learn from
 * @param validation patches of images that are not learned from
 * @param validationPatches how many of them; 0 for no validation
 * @param loaders threads that make patches
 */
public record TrainingFeed(
    PatchSource training, PatchSource validation, long validationPatches, int loaders) {
  /** Checks the numbers. */
  public TrainingFeed {
    if (validationPatches < 0 || loaders < 1) {
      throw new IllegalArgumentException(
          "validation patches must not be negative and loaders at least 1, not %d and %d"
              .formatted(validationPatches, loaders));
    }
  }
}
