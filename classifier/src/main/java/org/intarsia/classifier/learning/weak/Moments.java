package org.intarsia.classifier.learning.weak;

import org.intarsia.classifier.learning.Samples;

/** Mean and variance (divided by the number of rows) of every column in each class. */
record Moments(int[] counts, double[][] means, double[][] variances) {
  static Moments of(Samples samples) {
    int[] counts = samples.counts();
    double[][] means = new double[counts.length][samples.columns()];
    double[][] variances = new double[counts.length][samples.columns()];
    for (int row = 0; row < samples.size(); row++) {
      int label = samples.labels()[row];
      for (int column = 0; column < samples.columns(); column++) {
        means[label][column] += samples.rows()[row][column] / counts[label];
      }
    }
    for (int row = 0; row < samples.size(); row++) {
      int label = samples.labels()[row];
      for (int column = 0; column < samples.columns(); column++) {
        double off = samples.rows()[row][column] - means[label][column];
        variances[label][column] += off * off / counts[label];
      }
    }
    return new Moments(counts, means, variances);
  }
}
