package org.intarsia.classifier.superpixels;

import java.util.ArrayList;
import java.util.List;

/**
 * Frequency and co-occurrence of the classes of superpixels (Mehta et al. 2018): with eight classes
 * 72 numbers.
 *
 * <p>A large region is cut into blocks, whose counts are added. First come {@code classes *
 * classes} co-occurrences, row by row, of which those below the diagonal are 0 and the others sum
 * to 1: how often a superpixel of one class touches one of the other, both ways counted, so that
 * two of one class weigh as much as a pair of two. Then {@code classes} frequencies, which sum to
 * 1. Where nothing touches, or nothing counts, all are 0.
 *
 * <p><b>Why not as released.</b> The published code looks at the left, upper and upper left
 * neighbours only, and not at the first row and column, so that a rotated region had other
 * features. Here touching is mutual and looks at all eight neighbours. Pairs count as they do
 * there.
 *
 * <p>Not thread-safe.
 */
public final class SuperpixelFeatures {
  /** Mean area of a superpixel in pixels, as published. */
  public static final int PUBLISHED_AREA = 3000;

  private final int classes;
  private final long[] frequencies;
  private final long[][] touching;

  /** Counts of nothing yet, for labels below {@code classes}. */
  public SuperpixelFeatures(int classes) {
    if (classes < 1 || classes > 255) {
      throw new IllegalArgumentException("classes must be 1 to 255, not " + classes);
    }
    this.classes = classes;
    this.frequencies = new long[classes];
    this.touching = new long[classes][classes];
  }

  /**
   * Adds a block.
   *
   * @param block its superpixels
   * @param labels its labels, one a pixel, row by row; 255 does not count
   */
  public void add(Superpixels block, byte[] labels) {
    int[] majority = block.majority(labels, classes);
    int[][] neighbours = block.neighbours();
    for (int s = 0; s < majority.length; s++) {
      if (majority[s] < 0) {
        continue;
      }
      frequencies[majority[s]]++;
      for (int t : neighbours[s]) {
        if (majority[t] >= 0) {
          touching[majority[s]][majority[t]]++;
          touching[majority[t]][majority[s]]++;
        }
      }
    }
  }

  /** How often superpixels of two classes touch: 2 for each pair, 4 if the classes are equal. */
  long touching(int first, int second) {
    return touching[first][second];
  }

  /** The numbers, in the order of {@link #names}. */
  public double[] values() {
    double[] values = new double[classes * classes + classes];
    double pairs = 0;
    double pieces = 0;
    for (int a = 0; a < classes; a++) {
      pieces += frequencies[a];
      for (int b = a; b < classes; b++) {
        pairs += touching[a][b];
      }
    }
    for (int a = 0; a < classes; a++) {
      for (int b = a; b < classes && pairs > 0; b++) {
        values[a * classes + b] = touching[a][b] / pairs;
      }
      values[classes * classes + a] = pieces == 0 ? 0 : frequencies[a] / pieces;
    }
    return values;
  }

  /**
   * What the numbers are called.
   *
   * @param columns a name for each class, as in columns of tables
   */
  public static List<String> names(List<String> columns) {
    List<String> names = new ArrayList<>();
    for (String first : columns) {
      for (String second : columns) {
        names.add("superpixel_" + first + "_" + second);
      }
    }
    for (String column : columns) {
      names.add("superpixel_" + column);
    }
    return names;
  }
}
