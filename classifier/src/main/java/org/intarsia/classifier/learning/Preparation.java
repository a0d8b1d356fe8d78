package org.intarsia.classifier.learning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What is done to the columns before a classifier sees them, with numbers taken from the training
 * rows alone: the columns that tell the classes apart best are kept, then centred and divided by
 * their standard deviation (that of the rows, not divided by one less).
 *
 * @param columns how many are kept, at least 1; all where there are fewer
 */
public record Preparation(int columns) {
  /** Every column is kept. */
  public static final Preparation ALL_COLUMNS = new Preparation(Integer.MAX_VALUE);

  /** Checks the number. */
  public Preparation {
    if (columns < 1) {
      throw new IllegalArgumentException("columns to keep must be at least 1, not " + columns);
    }
  }

  /**
   * Fitted numbers.
   *
   * @param width numbers in a row before
   * @param kept the columns that are kept, ascending
   * @param means of each
   * @param deviations of each, above 0; 1 for a constant column
   */
  public record Fitted(int width, int[] kept, double[] means, double[] deviations) {
    /** Checks that the numbers fit together. */
    public Fitted {
      Numbers.check("means", means, kept.length);
      Numbers.check("deviations", deviations, kept.length);
      for (int i = 0; i < kept.length; i++) {
        if (kept[i] < 0 || kept[i] >= width) {
          throw new IllegalArgumentException(
              "column %d must be 0 to %d".formatted(kept[i], width - 1));
        }
        if (!(deviations[i] > 0)) {
          throw new IllegalArgumentException("deviations must be above 0, not " + deviations[i]);
        }
      }
    }

    /**
     * One row as the classifier sees it: a new array.
     *
     * @throws IllegalArgumentException if the row has another width
     */
    public double[] apply(double[] row) {
      if (row.length != width) {
        throw new IllegalArgumentException(
            "a row has %d numbers, but the model was trained on %d".formatted(row.length, width));
      }
      double[] prepared = new double[kept.length];
      for (int i = 0; i < prepared.length; i++) {
        prepared[i] = (row[kept[i]] - means[i]) / deviations[i];
      }
      return prepared;
    }
  }

  /** Takes the numbers from rows; the only place that does. */
  public Fitted fit(Samples samples) {
    int[] kept = select(samples);
    double[] means = new double[kept.length];
    double[] deviations = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      for (double[] row : samples.rows()) {
        means[i] += row[kept[i]] / samples.size();
      }
      double squares = 0;
      for (double[] row : samples.rows()) {
        squares += (row[kept[i]] - means[i]) * (row[kept[i]] - means[i]);
      }
      double deviation = Math.sqrt(squares / samples.size());
      deviations[i] = deviation > 1e-12 * Math.abs(means[i]) ? deviation : 1;
    }
    return new Fitted(samples.columns(), kept, means, deviations);
  }

  private int[] select(Samples samples) {
    if (columns >= samples.columns()) {
      return IntStream.range(0, samples.columns()).toArray();
    }
    double[] scores =
        IntStream.range(0, samples.columns())
            .mapToDouble(column -> varianceRatio(samples, column))
            .toArray();
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer column) -> -scores[column]))
        .limit(columns)
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** The F of an analysis of variance, but for a factor that all columns share. */
  private static double varianceRatio(Samples samples, int column) {
    int[] counts = samples.counts();
    double[] means = new double[counts.length];
    double mean = 0;
    for (int row = 0; row < samples.size(); row++) {
      double value = samples.rows()[row][column];
      means[samples.labels()[row]] += value / counts[samples.labels()[row]];
      mean += value / samples.size();
    }
    double within = 0;
    for (int row = 0; row < samples.size(); row++) {
      double off = samples.rows()[row][column] - means[samples.labels()[row]];
      within += off * off;
    }
    double between = 0;
    for (int label = 0; label < counts.length; label++) {
      between += counts[label] * (means[label] - mean) * (means[label] - mean);
    }
    return between == 0 ? 0 : between / Math.max(within, 1e-300);
  }

  @Override
  public String toString() {
    return columns == Integer.MAX_VALUE ? "all columns" : columns + " columns";
  }

  /** Rows prepared, as samples. */
  static Samples applied(Fitted fitted, Samples samples) {
    return samples.withRows(
        Arrays.stream(samples.rows()).map(fitted::apply).toArray(double[][]::new));
  }
}
