package org.intarsia.classifier.masks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The runs of equal labels of one row, from left to right. */
final class LabelRuns {
  /** Of so few pixels a run of two rows on average, pixels are counted faster than runs. */
  private static final int NOISE = 4;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] pixels = {};
  private byte[] labels = new byte[16];
  private int[] ends = new int[16];
  private int count;

  /**
   * Reads a row.
   *
   * <p><i>Why</i> eight pixels at once: where they continue a run, it is long and the rest is
   * compared in bulk; where they do not, each is written as the end of a run, and counted if it is
   * one. A branch for each run could not be foreseen in noise.
   */
  void read(byte[] row, int from, int width) {
    if (pixels.length != width) {
      pixels = new byte[width];
    }
    System.arraycopy(row, from, pixels, 0, width);
    count = 0;
    int at = 1;
    while (at < width) {
      int stop = Math.min(at + Long.BYTES, width);
      if (stop - at == Long.BYTES
          && (long) EIGHT.get(pixels, at) == (long) EIGHT.get(pixels, at - 1)) {
        int same = Arrays.mismatch(pixels, stop, width, pixels, stop - 1, width - 1);
        at = same < 0 ? width : stop + same;
      } else {
        readEach(at, stop);
        at = stop;
      }
    }
    reserve(2); // one more than is used, for who looks ahead
    labels[count] = pixels[width - 1];
    ends[count++] = width;
  }

  private void readEach(int from, int to) {
    reserve(to - from + 1);
    int runs = count;
    for (int x = from; x < to; x++) {
      byte before = pixels[x - 1];
      labels[runs] = before;
      ends[runs] = x;
      runs += before == pixels[x] ? 0 : 1;
    }
    count = runs;
  }

  private void reserve(int more) {
    if (count + more > ends.length) {
      int longer = Math.max(count + more, 2 * count);
      labels = Arrays.copyOf(labels, longer);
      ends = Arrays.copyOf(ends, longer);
    }
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
    if (count + other.count > width() / NOISE) {
      countPixelByPixel(other, shift, table);
      return;
    }
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

  private void countPixelByPixel(LabelRuns other, int shift, long[] table) {
    int stop = Math.min(pixels.length, pixels.length - shift);
    for (int x = Math.max(0, -shift); x < stop; x++) {
      table[(pixels[x] & 0xFF) << 8 | (other.pixels[x + shift] & 0xFF)]++;
    }
  }

  /**
   * Finds the runs of this row and of the row above that have the same label and touch, be it at a
   * corner only: by the run of this row, then by the one above.
   *
   * <p><i>Why</i> no branch but the loop's: in noise none could be foreseen. Of two runs the one
   * that ends first gives way to its successor; where both end at once, each also touches the
   * other's successor at a corner.
   *
   * @param above of the same width, or without any run
   * @param classes pairs of labels that are not below it are left out
   * @param runs takes the runs of this row; has room for three times the runs of both rows
   * @param uppers takes those of the row above; the same
   * @return how many pairs
   */
  int touching(LabelRuns above, int classes, int[] runs, int[] uppers) {
    int last = count - 1;
    int lastAbove = above.count - 1;
    if (lastAbove < 0) {
      return 0;
    }
    int pairs = 0;
    int run = 0;
    int upper = 0;
    while (run < last || upper < lastAbove) {
      int label = labels[run] & 0xFF;
      int next = labels[run + 1] & 0xFF;
      int labelAbove = above.labels[upper] & 0xFF;
      int nextAbove = above.labels[upper + 1] & 0xFF;
      int apart = ends[run] - above.ends[upper];
      int valid = (label - classes) >>> 31;
      int validAbove = (labelAbove - classes) >>> 31;
      int together = apart == 0 ? 1 : 0;
      runs[pairs] = run;
      uppers[pairs] = upper;
      pairs += (label == labelAbove ? 1 : 0) & valid;
      runs[pairs] = run;
      uppers[pairs] = upper + 1;
      pairs += (label == nextAbove ? 1 : 0) & valid & together;
      runs[pairs] = run + 1;
      uppers[pairs] = upper;
      pairs += (next == labelAbove ? 1 : 0) & validAbove & together;
      run += apart <= 0 ? 1 : 0;
      upper += apart >= 0 ? 1 : 0;
    }
    runs[pairs] = last;
    uppers[pairs] = lastAbove;
    return label(last) == above.label(lastAbove) && label(last) < classes ? pairs + 1 : pairs;
  }
}
