package org.intarsia.classifier.learning.scores;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well one number separates two kinds of rows.
 *
 * @param scores higher speaks for yes
 * @param positive whether each is a yes
 * @param order the rows by ascending score
 */
public record RankedScores(double[] scores, boolean[] positive, int[] order) {
  /** Sorts once, for any number of questions. */
  public static RankedScores of(double[] scores, boolean[] positive) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> scores[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new RankedScores(scores, positive, order);
  }

  /**
   * The area under the ROC curve: how often a yes scores above a no, ties counting half (the
   * statistic of Mann and Whitney).
   *
   * @param weights how often each row counts
   * @return empty unless there are both
   */
  public OptionalDouble area(int[] weights) {
    double yes = 0;
    double no = 0;
    double above = 0;
    for (int from = 0; from < order.length; ) {
      double tiedYes = 0;
      double tiedNo = 0;
      int to = from;
      for (; to < order.length && scores[order[to]] == scores[order[from]]; to++) {
        if (positive[order[to]]) {
          tiedYes += weights[order[to]];
        } else {
          tiedNo += weights[order[to]];
        }
      }
      above += tiedYes * (no + tiedNo / 2);
      yes += tiedYes;
      no += tiedNo;
      from = to;
    }
    return yes == 0 || no == 0 ? OptionalDouble.empty() : OptionalDouble.of(above / (yes * no));
  }

  /**
   * A point of an ROC curve.
   *
   * @param falsePositives part of the no at or above a threshold
   * @param truePositives part of the yes
   */
  public record Point(double falsePositives, double truePositives) {}

  /** The curve from (0, 0) to (1, 1), one point a threshold; empty unless there are both kinds. */
  public List<Point> curve() {
    double allYes = 0;
    for (boolean each : positive) {
      allYes += each ? 1 : 0;
    }
    double allNo = positive.length - allYes;
    List<Point> points = new ArrayList<>();
    if (allYes == 0 || allNo == 0) {
      return points;
    }
    points.add(new Point(0, 0));
    double yes = 0;
    double no = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      yes += positive[order[i]] ? 1 : 0;
      no += positive[order[i]] ? 0 : 1;
      if (i == 0 || scores[order[i - 1]] < scores[order[i]]) {
        points.add(new Point(no / allNo, yes / allYes));
      }
    }
    return points;
  }
}
