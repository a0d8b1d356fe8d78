package org.intarsia.classifier.learning.scores;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.stat.StatUtils;

/** Whether two classifiers differ that were tried on the same rows; all p values two-sided. */
public final class PairedTests {
  private static final int FEW = 25;

  private PairedTests() {}

  /**
   * McNemar's test (1947): exact by the binomial distribution for fewer than 25 rows of which only
   * one classifier is right, else by chi squared with Edwards' correction.
   *
   * @param firstOnly rows of which only the first is right
   * @param secondOnly rows of which only the second is right
   */
  public static double mcNemar(int firstOnly, int secondOnly) {
    if (firstOnly < 0 || secondOnly < 0) {
      throw new IllegalArgumentException(
          "counts must be at least 0, not %d and %d".formatted(firstOnly, secondOnly));
    }
    int discordant = firstOnly + secondOnly;
    if (discordant == 0) {
      return 1;
    }
    if (discordant < FEW) {
      double tail =
          new BinomialDistribution(null, discordant, 0.5)
              .cumulativeProbability(Math.min(firstOnly, secondOnly));
      return Math.min(1, 2 * tail);
    }
    double excess = Math.max(0, Math.abs(firstOnly - secondOnly) - 1);
    double statistic = excess * excess / discordant;
    return Erf.erfc(Math.sqrt(statistic / 2)); // the upper tail of chi squared with one degree
  }

  /**
   * The t test of Nadeau and Bengio (2003), whose variance allows for training rows that folds
   * share.
   *
   * @param differences of the scores of two classifiers, one a fold
   * @param testedToTrained mean number of rows tested by that trained on
   * @return 1 if all differences are 0 or there are fewer than two
   */
  public static double correctedResampledT(double[] differences, double testedToTrained) {
    if (differences.length < 2) {
      return 1;
    }
    double mean = StatUtils.mean(differences);
    double variance = StatUtils.variance(differences, mean);
    if (variance == 0) {
      return mean == 0 ? 1 : 0;
    }
    double t = mean / Math.sqrt((1.0 / differences.length + testedToTrained) * variance);
    return 2 * new TDistribution(null, differences.length - 1).cumulativeProbability(-Math.abs(t));
  }

  /** The p values of many tests, adjusted after Holm (1979), in the same order. */
  public static double[] holm(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[values.length];
    double least = 0;
    for (int rank = 0; rank < order.length; rank++) {
      least = Math.max(least, Math.min(1, (values.length - rank) * values[order[rank]]));
      adjusted[order[rank]] = least;
    }
    return adjusted;
  }
}
