package org.intarsia.classifier.learning.weak;

import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;

/**
 * Probabilities that are the softmax of one weighted sum a class.
 *
 * @param weights one row a class
 * @param biases one a class
 */
public record LinearModel(double[][] weights, double[] biases) implements Model {
  /** Checks that the numbers fit together. */
  public LinearModel {
    Numbers.check("biases", biases, weights.length);
    for (double[] row : weights) {
      Numbers.check("weights", row, weights[0].length);
    }
  }

  @Override
  public boolean fits(int columns) {
    return weights[0].length == columns;
  }

  @Override
  public double[] probabilities(double[] row) {
    double[] sums = biases.clone();
    for (int label = 0; label < sums.length; label++) {
      sums[label] += Numbers.dot(weights[label], row);
    }
    return Numbers.softmax(sums);
  }
}
