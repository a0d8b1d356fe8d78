package org.intarsia.classifier.learning.strong;

import java.util.Arrays;
import libsvm.svm_model;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.strong.SupportVectorMachine.Kernel;

/**
 * A trained support vector machine.
 *
 * @param shape the kernel
 * @param classes how many there are
 * @param vectors the support vectors
 * @param labels the class of each
 * @param coefficients a row a vector, a number for each other class in order
 * @param offsets one a pair of classes, (0,1), (0,2), ..., (1,2), ...; subtracted
 * @param slopes one a pair, above 0
 */
public record SupportVectors(
    Shape shape,
    int classes,
    double[][] vectors,
    int[] labels,
    double[][] coefficients,
    double[] offsets,
    double[] slopes)
    implements Model {
  static final int DEGREE = 3;
  private static final int MOST_SWEEPS = 200;

  /**
   * A kernel with its numbers.
   *
   * @param kernel which
   * @param gamma its factor
   * @param columns numbers in a row
   */
  public record Shape(Kernel kernel, double gamma, int columns) {
    double value(double[] a, double[] b) {
      return switch (kernel) {
        case LINEAR -> Numbers.dot(a, b);
        case CUBIC -> {
          double product = gamma * Numbers.dot(a, b);
          yield product * product * product;
        }
        case RADIAL -> StrictMath.exp(-gamma * Numbers.squaredDistance(a, b));
      };
    }
  }

  /** Checks that the numbers fit together. */
  public SupportVectors {
    int pairs = classes * (classes - 1) / 2;
    Numbers.check("offsets", offsets, pairs);
    Numbers.check("slopes", slopes, pairs);
    if (labels.length != vectors.length || coefficients.length != vectors.length) {
      throw new IllegalArgumentException(
          "%d labels and %d coefficients do not fit %d vectors"
              .formatted(labels.length, coefficients.length, vectors.length));
    }
    for (int i = 0; i < vectors.length; i++) {
      Numbers.check("vector " + i, vectors[i], shape.columns());
      Numbers.check("coefficients of vector " + i, coefficients[i], classes - 1);
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label %d must be 0 to %d".formatted(labels[i], classes - 1));
      }
    }
  }

  /** libsvm keeps classes in the order of their first row, and vectors by class. */
  static SupportVectors of(svm_model model, Shape shape) {
    int classes = model.nr_class;
    double[][] vectors = new double[model.l][];
    int[] labels = new int[model.l];
    double[][] coefficients = new double[model.l][classes - 1];
    int at = 0;
    for (int place = 0; place < classes; place++) {
      for (int n = 0; n < model.nSV[place]; n++, at++) {
        vectors[at] = Arrays.stream(model.SV[at]).mapToDouble(node -> node.value).toArray();
        labels[at] = model.label[place];
        for (int other = 0; other < classes; other++) {
          if (other != place) {
            int from = other < place ? other : other - 1;
            int to = model.label[other] < labels[at] ? model.label[other] : model.label[other] - 1;
            // libsvm's decision is above 0 for the class that it met first
            boolean turned = (place < other) != (labels[at] < model.label[other]);
            coefficients[at][to] = (turned ? -1 : 1) * model.sv_coef[from][at];
          }
        }
      }
    }
    double[] offsets = new double[classes * (classes - 1) / 2];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        int a = model.label[i];
        int b = model.label[j];
        offsets[pair(Math.min(a, b), Math.max(a, b), classes)] =
            a < b ? model.rho[pair] : -model.rho[pair];
      }
    }
    double[] slopes = new double[offsets.length];
    Arrays.fill(slopes, 1);
    return new SupportVectors(shape, classes, vectors, labels, coefficients, offsets, slopes);
  }

  private static int pair(int first, int second, int classes) {
    return first * (2 * classes - first - 1) / 2 + second - first - 1;
  }

  SupportVectors withSlopes(double[] others) {
    return new SupportVectors(shape, classes, vectors, labels, coefficients, offsets, others);
  }

  /** One number a pair of classes, above 0 for the first of them. */
  double[] decisions(double[] row) {
    double[] decisions = new double[offsets.length];
    for (int i = 0; i < vectors.length; i++) {
      double kernel = shape.value(vectors[i], row);
      int own = labels[i];
      for (int other = 0; other < classes; other++) {
        if (other != own) {
          double coefficient = coefficients[i][other < own ? other : other - 1];
          decisions[pair(Math.min(own, other), Math.max(own, other), classes)] +=
              coefficient * kernel;
        }
      }
    }
    for (int pair = 0; pair < decisions.length; pair++) {
      decisions[pair] -= offsets[pair];
    }
    return decisions;
  }

  @Override
  public boolean fits(int columns) {
    return shape.columns() == columns;
  }

  @Override
  public double[] probabilities(double[] row) {
    double[] decisions = decisions(row);
    double[][] first = new double[classes][classes];
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        double share = Numbers.sigmoid(slopes[pair] * decisions[pair]);
        first[i][j] = Math.min(Math.max(share, 1e-7), 1 - 1e-7);
        first[j][i] = 1 - first[i][j];
      }
    }
    return classes == 2 ? new double[] {first[0][1], first[1][0]} : coupled(first);
  }

  /** The second method of Wu, Lin and Weng (2004), by their algorithm 2. */
  private static double[] coupled(double[][] r) {
    int k = r.length;
    double[][] q = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        if (i != j) {
          q[i][i] += r[j][i] * r[j][i];
          q[i][j] = -r[j][i] * r[i][j];
        }
      }
    }
    double[] p = new double[k];
    Arrays.fill(p, 1.0 / k);
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double greatest = 0;
      for (int i = 0; i < k; i++) {
        double total = 0;
        for (int j = 0; j < k; j++) {
          total += p[j] * Numbers.dot(q[j], p);
        }
        double change = (total - Numbers.dot(q[i], p)) / q[i][i];
        p[i] += change;
        greatest = Math.max(greatest, Math.abs(change));
        double sum = 1 + change;
        for (int j = 0; j < k; j++) {
          p[j] /= sum;
        }
      }
      if (greatest < 1e-9) {
        break;
      }
    }
    return p;
  }
}
