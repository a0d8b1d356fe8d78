package org.intarsia.segmenter;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.intarsia.slideio.Region;

/**
 * The class of the largest score of each pixel, the lowest among equals. Of a pixel with a score
 * that is not a number the class is any.
 *
 * <p><i>Why</i> integers: as integers in sign and magnitude, floating-point numbers compare as they
 * do as numbers, and the compiler turns maxima, differences and masks of integers into vector
 * instructions, but no loop in which a comparison of two numbers chooses a third. libtorch's own
 * argmax over the classes of a plane-by-plane tensor takes several times as long.
 *
 * <p>For one thread at a time; nothing is allocated after the first call.
 */
public final class ClassArgmax {
  private static final int CHUNK = 2048;

  /** Scores at a time where those of a pixel lie beside each other: few enough for a cache. */
  private static final int SCORES = 4096;

  private final int[][] ordered;
  private final int[] best = new int[CHUNK];
  private final int[] labels = new int[CHUNK];
  private final byte[] bytes = new byte[SCORES];
  private final int[] scores = new int[SCORES];
  private final long[] keys = new long[SCORES];

  /**
   * Where the scores of a picture lie.
   *
   * @param bits 32-bit floating-point numbers, as integers
   * @param start index of the first
   * @param covered the pixels that have scores, row by row
   * @param channelsLast whether the scores of a pixel lie beside each other; otherwise they lie
   *     plane after plane
   */
  public record Scores(IntBuffer bits, int start, Region covered, boolean channelsLast) {}

  /**
   * For a number of classes.
   *
   * @param classes 1 to 256
   */
  public ClassArgmax(int classes) {
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("classes must be 1 to 256, not " + classes);
    }
    this.ordered = new int[classes][CHUNK];
  }

  /**
   * Finds the classes of a part of a picture, row by row.
   *
   * @param part lies within what is covered
   * @param to gets one byte a pixel from its position on, which moves behind them
   */
  public void find(Scores scores, Region part, ByteBuffer to) {
    Region covered = scores.covered();
    if (!covered.contains(part)) {
      throw new IllegalArgumentException(part + " is not within " + covered);
    }
    for (int row = 0; row < part.height(); row++) {
      long above = (part.y() - covered.y() + row) * covered.width();
      int pixel = (int) (above + part.x() - covered.x());
      if (scores.channelsLast()) {
        int first = scores.start() + pixel * ordered.length;
        besideEachOther(scores.bits(), first, part.width(), to);
      } else {
        int area = (int) covered.area();
        planes(scores.bits(), scores.start() + pixel, area, part.width(), to);
      }
    }
  }

  private void planes(IntBuffer from, int start, int area, int pixels, ByteBuffer to) {
    for (int done = 0; done < pixels; done += CHUNK) {
      int count = Math.min(CHUNK, pixels - done);
      for (int c = 0; c < ordered.length; c++) {
        from.get(start + c * area + done, ordered[c], 0, count);
        order(ordered[c], count);
      }
      largest(count);
      to.put(bytes, 0, count);
    }
  }

  private void besideEachOther(IntBuffer from, int start, int pixels, ByteBuffer to) {
    int classes = ordered.length;
    int chunk = SCORES / classes;
    for (int done = 0; done < pixels; done += chunk) {
      int count = Math.min(chunk, pixels - done);
      from.get(start + done * classes, scores, 0, count * classes);
      order(scores, count * classes);
      Arrays.fill(keys, 0, count, Long.MIN_VALUE);
      for (int c = 0; c < classes; c++) {
        largest(scores, c, classes, keys, count);
      }
      for (int i = 0; i < count; i++) {
        bytes[i] = (byte) ~keys[i];
      }
      to.put(bytes, 0, count);
    }
  }

  /**
   * Keys of score and class: the larger score has the larger key, and of equals the first class.
   */
  private static void largest(int[] scores, int label, int classes, long[] keys, int count) {
    int at = label;
    for (int i = 0; i < count; i++) {
      keys[i] = Math.max(keys[i], ((long) scores[at] << 8) + (255 - label));
      at += classes;
    }
  }

  /** From sign and magnitude to integers of the same order; both zeros become the same. */
  private static int ordered(int bits) {
    int sign = bits >> 31;
    return ((bits & Integer.MAX_VALUE) ^ sign) - sign;
  }

  private static void order(int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      bits[i] = ordered(bits[i]);
    }
  }

  private void largest(int count) {
    System.arraycopy(ordered[0], 0, best, 0, count);
    for (int c = 1; c < ordered.length; c++) {
      max(ordered[c], best, count);
    }
    Arrays.fill(labels, 0, count, 0);
    for (int c = ordered.length - 1; c >= 0; c--) {
      choose(ordered[c], best, labels, c, count);
    }
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) labels[i];
    }
  }

  private static void max(int[] values, int[] best, int count) {
    for (int i = 0; i < count; i++) {
      best[i] = Math.max(best[i], values[i]);
    }
  }

  /** Sets the label where the value is the best. */
  private static void choose(int[] values, int[] best, int[] labels, int label, int count) {
    for (int i = 0; i < count; i++) {
      int difference = values[i] ^ best[i];
      int other = (difference | -difference) >> 31;
      labels[i] = (labels[i] & other) | (label & ~other);
    }
  }
}
