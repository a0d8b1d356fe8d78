package org.intarsia.tiler.annotation;

import java.util.Arrays;

/** The runs of one value in the rows of a mask, each from its first column to behind its last. */
final class MaskRuns {
  private final int firstRow;

  /** Index of each row's first run, and one more. */
  private final int[] rows;

  /** Start and end of each run. */
  private final int[] ends;

  private MaskRuns(int firstRow, int[] rows, int[] ends) {
    this.firstRow = firstRow;
    this.rows = rows;
    this.ends = ends;
  }

  /** The first row that has a run. */
  int firstRow() {
    return firstRow;
  }

  /** The row behind the last that has one. */
  int endRow() {
    return firstRow + rows.length - 1;
  }

  /** Index of the first run of a row between {@link #firstRow} and {@link #endRow}, inclusive. */
  int from(int row) {
    return rows[row - firstRow];
  }

  int start(int run) {
    return ends[2 * run];
  }

  int end(int run) {
    return ends[2 * run + 1];
  }

  /** The least and the greatest column, this one exclusive. */
  int[] columns() {
    int least = Integer.MAX_VALUE;
    int greatest = 0;
    for (int run = 0; run < ends.length / 2; run++) {
      least = Math.min(least, start(run));
      greatest = Math.max(greatest, end(run));
    }
    return new int[] {least, greatest};
  }

  /** Takes runs in the order of rows and columns. */
  static final class Builder {
    private int firstRow = -1;
    private int[] rows = new int[64];
    private int rowCount;
    private int[] ends = new int[128];
    private int runs;

    void add(int row, int start, int end) {
      firstRow = firstRow < 0 ? row : firstRow;
      while (firstRow + rowCount <= row) {
        rows = rowCount == rows.length ? Arrays.copyOf(rows, 2 * rowCount) : rows;
        rows[rowCount++] = runs;
      }
      ends = 2 * runs == ends.length ? Arrays.copyOf(ends, Math.multiplyExact(2, 2 * runs)) : ends;
      ends[2 * runs] = start;
      ends[2 * runs + 1] = end;
      runs++;
    }

    MaskRuns build() {
      int[] all = Arrays.copyOf(rows, rowCount + 1);
      all[rowCount] = runs;
      return new MaskRuns(firstRow, all, Arrays.copyOf(ends, 2 * runs));
    }
  }
}
