package org.intarsia.pipeline.cli;

import java.util.Locale;
import org.intarsia.training.Augmentation;
import org.intarsia.training.ClassBalance;

/** Defaults of a training that belong together; every one of them has an option of its own. */
enum Recipe {
  /** A good start for stained tissue. */
  TISSUE,
  /** As the U-Net was trained (Ronneberger et al. 2015). */
  UNET,
  /** As the breast-biopsy network was trained (Mehta et al. 2018). */
  BREAST_BIOPSY;

  /** Optimisers, as users call them. */
  enum OptimizerName {
    SGD,
    NESTEROV,
    ADAM
  }

  /** Learning-rate schedules, as users call them. */
  enum ScheduleName {
    CONSTANT,
    STAIRS,
    POLYNOMIAL,
    COSINE
  }

  /** Augmentations, as users call them. */
  enum AugmentationName {
    NONE,
    FLIPS,
    TISSUE,
    UNET;

    Augmentation augmentation() {
      return switch (this) {
        case NONE -> Augmentation.NONE;
        case FLIPS -> Augmentation.FLIPS;
        case TISSUE -> Augmentation.TISSUE;
        case UNET -> Augmentation.UNET;
      };
    }
  }

  /**
   * How weights change.
   *
   * @param warmup part of the steps in which the rate rises
   * @param clip longest gradient, 0 for any
   */
  record Descent(
      OptimizerName optimizer,
      double momentum,
      double learningRate,
      double weightDecay,
      ScheduleName schedule,
      double warmup,
      double clip) {}

  /** What is seen of the pictures. */
  record Look(
      ClassBalance balance,
      double borderWeight,
      AugmentationName augmentation,
      double balanced,
      int batch) {}

  Descent descent() {
    return switch (this) {
      case TISSUE ->
          new Descent(OptimizerName.ADAM, 0.9, 0.003, 1e-4, ScheduleName.COSINE, 0.05, 5);
      case UNET -> new Descent(OptimizerName.SGD, 0.99, 0.001, 0, ScheduleName.CONSTANT, 0, 0);
      case BREAST_BIOPSY ->
          new Descent(OptimizerName.NESTEROV, 0.9, 5e-4, 5e-4, ScheduleName.CONSTANT, 0, 0);
    };
  }

  Look look() {
    return switch (this) {
      case TISSUE -> new Look(ClassBalance.FOURTH_ROOT, 0, AugmentationName.TISSUE, 0.5, 8);
      case UNET -> new Look(ClassBalance.INVERSE, 10, AugmentationName.UNET, 0, 1);
      case BREAST_BIOPSY -> new Look(ClassBalance.LOG_102, 0, AugmentationName.FLIPS, 0, 10);
    };
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
