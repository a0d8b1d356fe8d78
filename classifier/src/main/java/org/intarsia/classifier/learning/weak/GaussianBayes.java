package org.intarsia.classifier.learning.weak;

import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * Naive Bayes with a normal distribution for each class and column.
 *
 * @param smoothing part of the largest variance of all columns that is added to every variance
 */
public record GaussianBayes(double smoothing) implements Classifier {
  private static final double LEAST_VARIANCE = 1e-300;

  /** Checks the number. */
  public GaussianBayes {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing must be at least 0 and less than 1, not " + smoothing);
    }
  }

  /**
   * Normal distributions.
   *
   * @param logShares logarithm of each class's share in training
   * @param means one row a class
   * @param variances one row a class, all above 0
   */
  public record Normals(double[] logShares, double[][] means, double[][] variances)
      implements Model {
    /** Checks that the numbers fit together. */
    public Normals {
      Numbers.check("logShares", logShares, means.length);
      if (variances.length != means.length) {
        throw new IllegalArgumentException(
            "%d variances do not fit %d means".formatted(variances.length, means.length));
      }
      for (int label = 0; label < means.length; label++) {
        Numbers.check("means", means[label], means[0].length);
        Numbers.check("variances", variances[label], means[0].length);
        for (double variance : variances[label]) {
          if (!(variance > 0)) {
            throw new IllegalArgumentException("variances must be above 0, not " + variance);
          }
        }
      }
    }

    @Override
    public boolean fits(int columns) {
      return means[0].length == columns;
    }

    @Override
    public double[] probabilities(double[] row) {
      double[] logs = logShares.clone();
      for (int label = 0; label < logs.length; label++) {
        for (int column = 0; column < row.length; column++) {
          double variance = variances[label][column];
          double off = row[column] - means[label][column];
          logs[label] -= (StrictMath.log(variance) + off * off / variance) / 2;
        }
      }
      return Numbers.softmax(logs);
    }
  }

  @Override
  public Normals train(Samples samples, long seed) {
    int columns = samples.columns();
    Moments all = Moments.of(samples.withLabels(new int[samples.size()], 1));
    double largest = 0;
    for (double variance : all.variances()[0]) {
      largest = Math.max(largest, variance);
    }
    double extra = smoothing * (largest > 0 ? largest : 1);
    Moments moments = Moments.of(samples);
    double[] logShares = new double[samples.classes()];
    double[][] variances = moments.variances();
    for (int label = 0; label < logShares.length; label++) {
      logShares[label] = StrictMath.log((double) moments.counts()[label] / samples.size());
      for (int column = 0; column < columns; column++) {
        variances[label][column] = Math.max(LEAST_VARIANCE, variances[label][column] + extra);
      }
    }
    return new Normals(logShares, moments.means(), variances);
  }
}
