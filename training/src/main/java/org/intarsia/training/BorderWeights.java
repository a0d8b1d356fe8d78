package org.intarsia.training;

import java.util.Arrays;

/**
 * The term of U-Net's weight map that makes narrow gaps between objects matter (Ronneberger et al.
 * 2015, equation 2): {@code w0 exp(-(d1 + d2)^2 / (2 sigma^2))}.
 *
 * <p>{@code d1} and {@code d2} are the Euclidean distances in pixels to the nearest and the second
 * nearest object, 0 inside it; objects are the 4-connected components of every class but the
 * background. With fewer than two objects the term is 0. As in the authors' description it is not
 * confined to the background: inside an object {@code d1} is 0.
 *
 * @param w0 weight in the middle of a gap of no width; 10 in the paper, 0 for none
 * @param sigma how fast it falls, in pixels; 5 in the paper
 * @param background the class between objects
 */
public record BorderWeights(double w0, double sigma, int background) {
  private static final double FAR = 1e18;

  /** No border term. */
  public static final BorderWeights NONE = new BorderWeights(0, 1, 0);

  /** Checks the numbers. */
  public BorderWeights {
    if (!(w0 >= 0) || !(sigma > 0)) {
      throw new IllegalArgumentException(
          "a border weight must not be negative and its sigma must be positive, not %s and %s"
              .formatted(w0, sigma));
    }
  }

  /**
   * Adds the term to weights.
   *
   * @param labels of a square patch, row by row
   * @param side of the patch
   * @param weights changed
   */
  public void addTo(byte[] labels, int side, float[] weights) {
    if (w0 == 0) {
      return;
    }
    Components objects = Components.of(labels, side, background);
    if (objects.count() < 2) {
      return;
    }
    double[] nearest = new double[labels.length];
    double[] second = new double[labels.length];
    Arrays.fill(nearest, FAR);
    Arrays.fill(second, FAR);
    SquaredDistance transform = new SquaredDistance(side);
    for (int object = 0; object < objects.count(); object++) {
      double[] squares = transform.to(objects.ids(), object);
      for (int i = 0; i < squares.length; i++) {
        if (squares[i] < nearest[i]) {
          second[i] = nearest[i];
          nearest[i] = squares[i];
        } else if (squares[i] < second[i]) {
          second[i] = squares[i];
        }
      }
    }
    for (int i = 0; i < weights.length; i++) {
      double sum = Math.sqrt(nearest[i]) + Math.sqrt(second[i]);
      weights[i] += (float) (w0 * Math.exp(-sum * sum / (2 * sigma * sigma)));
    }
  }
}
