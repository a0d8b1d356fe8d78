package org.intarsia.classifier.learning.strong;

import java.util.Arrays;
import java.util.Random;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Lbfgs;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * A network with one hidden layer of rectified units and a softmax, fitted on all rows at once.
 *
 * <p>Minimises the mean negative logarithm of the probabilities plus {@code penalty / (2 rows)}
 * times the sum of the squares of the weights (not of the biases). Weights begin uniform as in
 * Glorot and Bengio (2010), biases too.
 *
 * @param hidden units, at least 1
 * @param penalty at least 0
 * @param iterations of the optimiser, at least 1
 */
public record MultiLayerPerceptron(int hidden, double penalty, int iterations)
    implements Classifier {
  private static final double TOLERANCE = 1e-4;

  /** Checks the numbers. */
  public MultiLayerPerceptron {
    if (hidden < 1 || iterations < 1 || !(penalty >= 0 && penalty < 1e12)) {
      throw new IllegalArgumentException(
          "hidden (%d) and iterations (%d) must be at least 1, penalty (%s) 0 or more"
              .formatted(hidden, iterations, penalty));
    }
  }

  /**
   * Weights, row by row.
   *
   * @param columns numbers in a row
   * @param hidden units
   * @param classes outputs
   * @param weights hidden x (columns + 1), then classes x (hidden + 1); the bias ends each row
   */
  public record Network(int columns, int hidden, int classes, double[] weights) implements Model {
    /** Checks that the numbers fit together. */
    public Network {
      Numbers.check("weights", weights, length(columns, hidden, classes));
    }

    @Override
    public boolean fits(int width) {
      return columns == width;
    }

    @Override
    public double[] probabilities(double[] row) {
      return forward(row, new double[hidden]);
    }

    private double[] forward(double[] row, double[] units) {
      layer(0, row, units);
      for (int unit = 0; unit < hidden; unit++) {
        units[unit] = Math.max(0, units[unit]);
      }
      double[] logits = new double[classes];
      layer(hidden * (columns + 1), units, logits);
      return Numbers.softmax(logits);
    }

    private void layer(int from, double[] in, double[] out) {
      int at = from;
      for (int unit = 0; unit < out.length; unit++) {
        double sum = 0;
        for (double value : in) {
          sum += weights[at++] * value;
        }
        out[unit] = sum + weights[at++];
      }
    }
  }

  private static int length(int columns, int hidden, int classes) {
    return hidden * (columns + 1) + classes * (hidden + 1);
  }

  @Override
  public Network train(Samples samples, long seed) {
    double[] best =
        new Lbfgs(iterations, TOLERANCE)
            .minimise((point, gradient) -> loss(samples, point, gradient), start(samples, seed));
    return new Network(samples.columns(), hidden, samples.classes(), best);
  }

  double[] start(Samples samples, long seed) {
    Random random = new Random(seed);
    double[] start = new double[length(samples.columns(), hidden, samples.classes())];
    int second = hidden * (samples.columns() + 1);
    double first = Math.sqrt(6.0 / (samples.columns() + hidden));
    double last = Math.sqrt(6.0 / (hidden + samples.classes()));
    for (int i = 0; i < start.length; i++) {
      start[i] = (2 * random.nextDouble() - 1) * (i < second ? first : last);
    }
    return start;
  }

  double loss(Samples samples, double[] point, double[] gradient) {
    int columns = samples.columns();
    Network network = new Network(columns, hidden, samples.classes(), point);
    Arrays.fill(gradient, 0);
    int second = hidden * (columns + 1);
    double[] units = new double[hidden];
    double[] back = new double[hidden];
    double sum = 0;
    for (int i = 0; i < samples.size(); i++) {
      double[] row = samples.rows()[i];
      double[] errors = network.forward(row, units);
      int label = samples.labels()[i];
      sum -= StrictMath.log(Math.max(errors[label], 1e-300));
      errors[label] -= 1;
      Arrays.fill(back, 0);
      int at = second;
      for (double error : errors) {
        for (int unit = 0; unit < hidden; unit++, at++) {
          gradient[at] += error * units[unit];
          back[unit] += error * point[at];
        }
        gradient[at++] += error;
      }
      for (int unit = 0; unit < hidden; unit++) {
        if (units[unit] > 0) {
          add(gradient, unit * (columns + 1), row, back[unit]);
        }
      }
    }
    return (sum + penalise(point, gradient, columns)) / scale(gradient, samples.size());
  }

  private static void add(double[] gradient, int from, double[] row, double factor) {
    for (int column = 0; column < row.length; column++) {
      gradient[from + column] += factor * row[column];
    }
    gradient[from + row.length] += factor;
  }

  private double penalise(double[] point, double[] gradient, int columns) {
    int second = hidden * (columns + 1);
    double sum = 0;
    for (int i = 0; i < point.length; i++) {
      boolean bias =
          i < second ? i % (columns + 1) == columns : (i - second) % (hidden + 1) == hidden;
      if (!bias) {
        gradient[i] += penalty * point[i];
        sum += penalty * point[i] * point[i] / 2;
      }
    }
    return sum;
  }

  private static int scale(double[] gradient, int rows) {
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= rows;
    }
    return rows;
  }
}
