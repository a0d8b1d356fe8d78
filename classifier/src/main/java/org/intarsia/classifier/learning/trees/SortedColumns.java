package org.intarsia.classifier.learning.trees;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The numbers column by column, and the rows in the order of each, for all trees of a model. */
record SortedColumns(double[][] values, int[][] order) {
  static SortedColumns of(double[][] rows) {
    double[][] values = new double[rows[0].length][rows.length];
    int[][] order = new int[values.length][];
    for (int column = 0; column < order.length; column++) {
      int number = column;
      double[] own = values[column];
      Arrays.setAll(own, row -> rows[row][number]);
      order[column] =
          IntStream.range(0, rows.length)
              .boxed()
              .sorted(Comparator.comparingDouble(row -> own[row]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
    return new SortedColumns(values, order);
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
