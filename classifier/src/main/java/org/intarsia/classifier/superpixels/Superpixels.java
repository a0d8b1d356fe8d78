package org.intarsia.classifier.superpixels;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A picture cut into connected pieces of similar colour; each pixel belongs to exactly one.
 *
 * <p>Immutable as long as the caller leaves the array alone; safe from many threads.
 */
public final class Superpixels {
  private final int width;
  private final int[] numbers;
  private final int count;

  private Superpixels(int width, int[] numbers, int count) {
    this.width = width;
    this.numbers = numbers;
    this.count = count;
  }

  /**
   * Pieces that are known already.
   *
   * @param width columns
   * @param numbers the piece of each pixel, row by row: 0 to n - 1, each of them somewhere; not
   *     copied
   */
  public static Superpixels of(int width, int[] numbers) {
    if (width < 1 || numbers.length == 0 || numbers.length % width != 0) {
      throw new IllegalArgumentException(
          "%d numbers are no rows of %d px".formatted(numbers.length, width));
    }
    int count = 1 + IntStream.of(numbers).max().orElseThrow();
    boolean[] seen = new boolean[Math.max(1, count)];
    for (int number : numbers) {
      if (number < 0) {
        throw new IllegalArgumentException("a superpixel's number must not be negative: " + number);
      }
      seen[number] = true;
    }
    for (int i = 0; i < count; i++) {
      if (!seen[i]) {
        throw new IllegalArgumentException("no pixel is of superpixel " + i + " of " + count);
      }
    }
    return new Superpixels(width, numbers, count);
  }

  /**
   * Cuts a picture by SLIC (Achanta et al. 2012), in CIELAB smoothed over five pixels, with ten
   * iterations and a compactness of 10. Of each cluster the largest connected piece stays, if it
   * has a quarter of the mean area; the pieces that stay grow over all else.
   *
   * @param rgb interleaved R G B, {@code 3 * width * height} bytes
   * @param width columns
   * @param height rows
   * @param area mean area of a piece in pixels
   */
  public static Superpixels slic(byte[] rgb, int width, int height, int area) {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height || area < 4) {
      throw new IllegalArgumentException(
          "%d bytes are no picture of %d x %d px to be cut into pieces of %d px (at least 4)"
              .formatted(rgb.length, width, height, area));
    }
    int[] numbers = ConnectedPieces.of(Slic.cluster(rgb, width, height, area), width, area / 4);
    return new Superpixels(width, numbers, 1 + IntStream.of(numbers).max().orElseThrow());
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return numbers.length / width;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** The piece that a pixel belongs to. */
  public int at(int x, int y) {
    return numbers[y * width + x];
  }

  /**
   * The class of each piece: that of most of its pixels, the lower label if two are equal.
   *
   * @param labels a label a pixel, row by row; 255 does not count
   * @param classes labels are below it
   * @return a label a piece; -1 where no pixel counts
   */
  public int[] majority(byte[] labels, int classes) {
    if (labels.length != numbers.length) {
      throw new IllegalArgumentException(
          "%d labels do not fit %d pixels".formatted(labels.length, numbers.length));
    }
    int[] votes = new int[Math.multiplyExact(count, classes)];
    for (int i = 0; i < numbers.length; i++) {
      int label = labels[i] & 0xFF;
      if (label < classes) {
        votes[numbers[i] * classes + label]++;
      } else if (label != 255) {
        throw new IllegalArgumentException(
            "label %d is none of %d classes".formatted(label, classes));
      }
    }
    int[] majority = new int[count];
    for (int s = 0; s < count; s++) {
      int most = 0;
      majority[s] = -1;
      for (int label = 0; label < classes; label++) {
        if (votes[s * classes + label] > most) {
          most = votes[s * classes + label];
          majority[s] = label;
        }
      }
    }
    return majority;
  }

  /**
   * The pieces that touch each piece, at a side or a corner of a pixel, in ascending order.
   * Touching is mutual.
   */
  public int[][] neighbours() {
    long[] pairs = new long[64];
    int found = 0;
    for (int i = 0; i < numbers.length; i++) {
      int x = i % width;
      for (int k = 0; k < 4; k++) {
        int dx = k == 0 ? -1 : k - 2;
        int other = k == 0 ? i - 1 : i - width + dx;
        if (x + dx < 0 || x + dx >= width || other < 0 || numbers[other] == numbers[i]) {
          continue;
        }
        if (found + 2 > pairs.length) {
          found = distinct(pairs, found);
          if (found > pairs.length / 2) {
            pairs = Arrays.copyOf(pairs, 2 * pairs.length);
          }
        }
        pairs[found++] = (long) numbers[i] << 32 | numbers[other];
        pairs[found++] = (long) numbers[other] << 32 | numbers[i];
      }
    }
    found = distinct(pairs, found);
    int[][] neighbours = new int[count][];
    int at = 0;
    for (int s = 0; s < count; s++) {
      int from = at;
      while (at < found && pairs[at] >> 32 == s) {
        at++;
      }
      neighbours[s] = Arrays.stream(pairs, from, at).mapToInt(pair -> (int) pair).toArray();
    }
    return neighbours;
  }

  /** Sorts the first pairs and keeps one of each; returns how many are left. */
  private static int distinct(long[] pairs, int found) {
    Arrays.sort(pairs, 0, found);
    int kept = 0;
    for (int i = 0; i < found; i++) {
      if (i == 0 || pairs[i] != pairs[i - 1]) {
        pairs[kept++] = pairs[i];
      }
    }
    return kept;
  }
}
