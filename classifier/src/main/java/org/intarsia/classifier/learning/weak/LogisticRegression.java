package org.intarsia.classifier.learning.weak;

import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Lbfgs;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * Logistic regression with the square of the weights as penalty, multinomial for more than two
 * classes.
 *
 * <p>Minimises half the sum of the squares of the weights (not of the biases) plus {@code cost}
 * times the sum of the negative logarithms of the probabilities, over one vector of weights for two
 * classes and one a class for more.
 *
 * @param cost weight of the rows against the penalty, above 0
 */
public record LogisticRegression(double cost) implements Classifier {
  private static final Lbfgs OPTIMISER = new Lbfgs(500, 1e-6);

  /** Checks the number. */
  public LogisticRegression {
    if (!(cost > 0 && cost < 1e12)) {
      throw new IllegalArgumentException("cost must be above 0 and below 1e12, not " + cost);
    }
  }

  @Override
  public LinearModel train(Samples samples, long seed) {
    int vectors = samples.classes() == 2 ? 1 : samples.classes();
    int width = samples.columns() + 1;
    double[] start = new double[vectors * width];
    double[] best =
        OPTIMISER.minimise((point, gradient) -> loss(samples, point, gradient, vectors), start);
    double[][] weights = new double[samples.classes()][samples.columns()];
    double[] biases = new double[samples.classes()];
    for (int vector = 0; vector < vectors; vector++) {
      int label = vectors == 1 ? 1 : vector;
      System.arraycopy(best, vector * width, weights[label], 0, width - 1);
      biases[label] = best[vector * width + width - 1];
    }
    return new LinearModel(weights, biases);
  }

  private double loss(Samples samples, double[] point, double[] gradient, int vectors) {
    int width = samples.columns() + 1;
    double penalty = 0;
    for (int i = 0; i < point.length; i++) {
      boolean bias = i % width == width - 1;
      gradient[i] = bias ? 0 : point[i];
      penalty += bias ? 0 : point[i] * point[i] / 2;
    }
    double sum = 0;
    double[] scores = new double[samples.classes()];
    int first = samples.classes() - vectors;
    for (int i = 0; i < samples.size(); i++) {
      double[] row = samples.rows()[i];
      scores[0] = 0;
      for (int vector = 0; vector < vectors; vector++) {
        scores[first + vector] = score(point, vector * width, row);
      }
      int label = samples.labels()[i];
      double own = scores[label];
      double greatest = scores[Numbers.argMax(scores)];
      Numbers.softmax(scores);
      double probability = scores[label];
      sum -= probability > 0 ? StrictMath.log(probability) : own - greatest;
      for (int vector = 0; vector < vectors; vector++) {
        double error = scores[first + vector] - (label == first + vector ? 1 : 0);
        add(gradient, vector * width, row, cost * error);
      }
    }
    return penalty + cost * sum;
  }

  private static double score(double[] point, int from, double[] row) {
    double sum = point[from + row.length];
    for (int i = 0; i < row.length; i++) {
      sum += point[from + i] * row[i];
    }
    return sum;
  }

  private static void add(double[] gradient, int from, double[] row, double factor) {
    for (int i = 0; i < row.length; i++) {
      gradient[from + i] += factor * row[i];
    }
    gradient[from + row.length] += factor;
  }
}
