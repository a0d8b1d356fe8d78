package org.intarsia.training;

import java.util.Arrays;
import java.util.Locale;

/** How much more the pixels of rare classes count in the loss: weights from frequencies. */
public enum ClassBalance {
  /** All pixels count alike. */
  NONE {
    @Override
    double weight(double frequency) {
      return 1;
    }
  },
  /** {@code 1 / ln(1.02 + f)}, as in the breast-biopsy network. */
  LOG_102 {
    @Override
    double weight(double frequency) {
      return 1 / Math.log(1.02 + frequency);
    }
  },
  /** {@code 1 / ln(1.10 + f)}, as in Y-Net. */
  LOG_110 {
    @Override
    double weight(double frequency) {
      return 1 / Math.log(1.10 + frequency);
    }
  },
  /** {@code f^(-1/4)}: gentle. */
  FOURTH_ROOT {
    @Override
    double weight(double frequency) {
      return Math.pow(Math.max(frequency, 1e-6), -0.25);
    }
  },
  /** {@code 1 / f}: every class counts alike as a whole. */
  INVERSE {
    @Override
    double weight(double frequency) {
      return 1 / Math.max(frequency, 1e-6);
    }
  };

  abstract double weight(double frequency);

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Weights by label; 0 for a class that does not occur.
   *
   * @param pixels how often each class occurs
   */
  public float[] weights(long[] pixels) {
    long total = Arrays.stream(pixels).sum();
    float[] weights = new float[pixels.length];
    for (int c = 0; c < pixels.length; c++) {
      weights[c] = pixels[c] == 0 ? 0 : (float) weight((double) pixels[c] / total);
    }
    return weights;
  }
}
