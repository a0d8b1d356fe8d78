package org.intarsia.classifier.masks;

import java.util.Arrays;

/** The runs of equal labels of one row, from left to right. */
final class LabelRuns {
  /** From so many equal labels on, comparing in bulk is faster than one by one. */
  private static final int BULK = 16;

  private byte[] labels = new byte[16];
  private int[] ends = new int[16];
  private int count;

  void read(byte[] row, int from, int width) {
    int stop = from + width;
    int at = from;
    count = 0;
    while (at < stop) {
      int end = end(row, at, stop);
      if (count == ends.length) {
        int longer = Math.min(width, 2 * count);
        labels = Arrays.copyOf(labels, longer);
        ends = Arrays.copyOf(ends, longer);
      }
      labels[count] = row[at];
      ends[count++] = end - from;
      at = end;
    }
  }

  private static int end(byte[] row, int at, int stop) {
    byte label = row[at];
    int end = at + 1;
    int nearby = Math.min(stop, at + BULK);
    while (end < nearby && row[end] == label) {
      end++;
    }
    if (end < nearby || end == stop) {
      return end;
    }
    int same = Arrays.mismatch(row, end, stop, row, end - 1, stop - 1);
    return same < 0 ? stop : end + same;
  }

  int count() {
    return count;
  }

  int label(int run) {
    return labels[run] & 0xFF;
  }

  int start(int run) {
    return run == 0 ? 0 : ends[run - 1];
  }

  /** The column behind a run. */
  int end(int run) {
    return ends[run];
  }

  /** Columns of the row. */
  int width() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /**
   * Counts the pairs of a pixel of this row and the pixel of another that lies {@code shift}
   * columns to the right of it.
   *
   * @param table takes them at {@code label * 256 + other label}
   */
  void countPairs(LabelRuns other, int shift, long[] table) {
    int width = width();
    int x = Math.max(0, -shift);
    int stop = Math.min(width, width - shift);
    int i = 0;
    int j = 0;
    while (x < stop) {
      while (ends[i] <= x) {
        i++;
      }
      while (other.ends[j] - shift <= x) {
        j++;
      }
      int next = Math.min(stop, Math.min(ends[i], other.ends[j] - shift));
      table[(labels[i] & 0xFF) << 8 | (other.labels[j] & 0xFF)] += next - x;
      x = next;
    }
  }
}
