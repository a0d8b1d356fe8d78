package org.intarsia.classifier.learning.trees;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The rows in the order of each column, sorted once for all trees of a model. */
record SortedColumns(double[][] rows, int[][] order) {
  static SortedColumns of(double[][] rows) {
    int[][] order = new int[rows[0].length][];
    for (int column = 0; column < order.length; column++) {
      int at = column;
      order[column] =
          IntStream.range(0, rows.length)
              .boxed()
              .sorted(Comparator.comparingDouble(row -> rows[row][at]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return new SortedColumns(rows, order);
  }

  int columns() {
    return order.length;
  }

  /** The orders without rows of weight 0: new arrays. */
  int[][] weighted(int[] weights) {
    return Arrays.stream(order)
        .map(column -> Arrays.stream(column).filter(row -> weights[row] > 0).toArray())
        .toArray(int[][]::new);
  }
}
