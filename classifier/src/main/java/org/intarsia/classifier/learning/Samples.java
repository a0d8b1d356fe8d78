package org.intarsia.classifier.learning;

import java.util.Arrays;

/**
 * What a classifier learns from: rows of finite numbers, the class and the group of each.
 *
 * <p>Arrays are borrowed: nobody changes them.
 *
 * @param rows at least one, all of one length
 * @param labels class of each row, from 0
 * @param groups number of the case of each row, from 0
 * @param classes how many classes there are, also if some have no row here
 */
public record Samples(double[][] rows, int[] labels, int[] groups, int classes) {
  /**
   * Checks lengths and labels.
   *
   * @throws IllegalArgumentException if there is no row, lengths differ or a label is out of range
   */
  public Samples {
    if (rows.length == 0) {
      throw new IllegalArgumentException("there must be at least one row to learn from");
    }
    if (labels.length != rows.length || groups.length != rows.length) {
      throw new IllegalArgumentException(
          "%d labels and %d groups do not fit %d rows"
              .formatted(labels.length, groups.length, rows.length));
    }
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != rows[0].length) {
        throw new IllegalArgumentException(
            "row %d has %d columns, the first has %d"
                .formatted(row, rows[row].length, rows[0].length));
      }
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "label %d of row %d must be 0 to %d".formatted(labels[row], row, classes - 1));
      }
    }
  }

  /** Number of rows. */
  public int size() {
    return rows.length;
  }

  /** Number of columns. */
  public int columns() {
    return rows[0].length;
  }

  /** How many rows each class has. */
  public int[] counts() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** Some rows, in this order; a row may come more than once. */
  public Samples subset(int[] which) {
    return new Samples(
        Arrays.stream(which).mapToObj(row -> rows[row]).toArray(double[][]::new),
        Arrays.stream(which).map(row -> labels[row]).toArray(),
        Arrays.stream(which).map(row -> groups[row]).toArray(),
        classes);
  }

  /** The same labels and groups with other numbers. */
  public Samples withRows(double[][] others) {
    return new Samples(others, labels, groups, classes);
  }

  /** The same rows with other labels. */
  public Samples withLabels(int[] others, int theirClasses) {
    return new Samples(rows, others, groups, theirClasses);
  }
}
