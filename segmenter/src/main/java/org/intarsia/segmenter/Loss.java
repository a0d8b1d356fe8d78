package org.intarsia.segmenter;

/**
 * What training makes small: a weighted sum of cross-entropy and Dice loss.
 *
 * <p>With {@code p} the softmax of the scores, {@code g} the truth as 0 or 1, and {@code w} the
 * weight of a pixel: cross-entropy is {@code -sum(w log p_truth) / sum(w)} (Ronneberger et al.
 * 2015, equation 1, with its sign put right and normalised). The Dice loss is one minus the mean
 * over the classes of {@code (2 sum(p g) + 1) / (sum(p) + sum(g) + 1)}, sums over the pixels of the
 * batch with a weight above 0 (after Milletari et al. 2016, without squares).
 *
 * @param crossEntropy factor of the cross-entropy, not negative
 * @param dice factor of the Dice loss, not negative
 */
public record Loss(double crossEntropy, double dice) {
  /** Weighted cross-entropy alone. */
  public static final Loss CROSS_ENTROPY = new Loss(1, 0);

  /** Dice loss alone. */
  public static final Loss DICE = new Loss(0, 1);

  /** The sum of both. */
  public static final Loss BOTH = new Loss(1, 1);

  /** Checks the factors. */
  public Loss {
    if (!(crossEntropy >= 0 && dice >= 0 && crossEntropy + dice > 0)) {
      throw new IllegalArgumentException(
          "a loss needs factors that are not negative and not both 0, not %s and %s"
              .formatted(crossEntropy, dice));
    }
  }
}
