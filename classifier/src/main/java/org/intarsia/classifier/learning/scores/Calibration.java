package org.intarsia.classifier.learning.scores;

import java.util.ArrayList;
import java.util.List;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.protocol.Prediction;

/**
 * How often calls are right that were given with some probability.
 *
 * @param bins ten of equal width, those without a call left out
 * @param expectedError mean distance of probability and accuracy, weighted by calls (Guo et al.
 *     2017)
 */
public record Calibration(List<Bin> bins, double expectedError) {
  private static final int BINS = 10;

  /**
   * Calls of about the same probability.
   *
   * @param from least probability
   * @param to next bin's
   * @param calls how many
   * @param confidence mean probability of the class called
   * @param accuracy part of them that is right
   */
  public record Bin(double from, double to, int calls, double confidence, double accuracy) {}

  /** The table of predictions, at least one. */
  public static Calibration of(Samples samples, List<Prediction> predictions) {
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    int[] calls = new int[BINS];
    for (Prediction prediction : predictions) {
      double probability = prediction.probabilities()[prediction.label()];
      int bin = Math.min(BINS - 1, (int) (probability * BINS));
      confidence[bin] += probability;
      right[bin] += prediction.label() == samples.labels()[prediction.row()] ? 1 : 0;
      calls[bin]++;
    }
    List<Bin> bins = new ArrayList<>();
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      if (calls[bin] > 0) {
        bins.add(
            new Bin(
                (double) bin / BINS,
                (bin + 1.0) / BINS,
                calls[bin],
                confidence[bin] / calls[bin],
                (double) right[bin] / calls[bin]));
        error += Math.abs(confidence[bin] - right[bin]) / predictions.size();
      }
    }
    return new Calibration(bins, error);
  }
}
