package org.intarsia.classifier.masks;

import java.util.Arrays;

/**
 * How long the border between each two classes is: exact counts of edges, immutable.
 *
 * <p>An edge is the side between two pixels that lie beside or above one another and have different
 * labels, neither of them 255. Its length is that of a pixel, so a border is as long as the
 * staircase of pixel sides along it ("crack length"): exact for level and upright borders, and for
 * borders of all directions 4 / pi = 1.27 times their Euclidean length on average, sqrt(2) times at
 * 45 degrees. Lengths compare well with each other, not with those of drawn outlines.
 */
public final class InterfaceLengths {
  private static final double MICRONS_PER_MILLIMETRE = 1000;

  private final int classes;

  /** Symmetric; at {@code label * classes + other}. */
  private final long[] edges;

  private InterfaceLengths(int classes, long[] edges) {
    this.classes = classes;
    this.edges = edges;
  }

  /** Counts a whole mask of labels below {@code classes}, or 255. */
  public static InterfaceLengths of(byte[] labels, int width, int classes) {
    if (width < 1 || labels.length % width != 0) {
      throw new IllegalArgumentException(
          "%d labels are no rows of %d px".formatted(labels.length, width));
    }
    return builder(classes).accept(labels, width, labels.length / width).build();
  }

  /** A builder that takes bands of one mask of labels below {@code classes}, 1 to 255. */
  public static Builder builder(int classes) {
    return new Builder(classes);
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Edges between two different classes, in either order: the length in pixels. */
  public long edges(int label, int other) {
    RunWindow.checkLabel(label, classes);
    RunWindow.checkLabel(other, classes);
    return label == other ? 0 : edges[label * classes + other];
  }

  /** The length of the border between two classes in millimetres. */
  public double millimetres(int label, int other, double micronsPerPixel) {
    return edges(label, other) * micronsPerPixel / MICRONS_PER_MILLIMETRE;
  }

  /**
   * The edges of both masks.
   *
   * @throws IllegalArgumentException if the numbers of classes differ
   */
  public InterfaceLengths plus(InterfaceLengths other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "borders of %d and %d classes cannot be added".formatted(classes, other.classes));
    }
    long[] sums = new long[edges.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.addExact(edges[i], other.edges[i]);
    }
    return new InterfaceLengths(classes, sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InterfaceLengths lengths
        && lengths.classes == classes
        && Arrays.equals(lengths.edges, edges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(edges);
  }

  @Override
  public String toString() {
    return "InterfaceLengths" + Arrays.toString(edges);
  }

  /** Counts while bands of one mask arrive, from top to bottom. Not thread-safe. */
  public static final class Builder {
    private final int classes;
    private final RunWindow window;
    private final long[] table = new long[256 * 256];

    private Builder(int classes) {
      this.classes = classes;
      this.window = new RunWindow(classes, 1);
    }

    /**
     * Takes the next band.
     *
     * @param labels the first {@code width * rows} labels, row by row; not kept
     * @throws IllegalArgumentException if a label has no class or the width changes; the builder is
     *     of no use then
     */
    public Builder accept(byte[] labels, int width, int rows) {
      window.accept(labels, width, rows, this::row);
      return this;
    }

    /** Counts the edges inside the last row of a window and above it. */
    void row(RunWindow rows) {
      LabelRuns last = rows.row(0);
      for (int run = 1; run < last.count(); run++) {
        table[last.label(run - 1) << 8 | last.label(run)]++;
      }
      if (rows.has(1)) {
        rows.row(1).countPairs(last, 0, table);
      }
    }

    /** What was counted so far; the builder can go on. */
    public InterfaceLengths build() {
      long[] edges = new long[classes * classes];
      for (int a = 0; a < classes; a++) {
        for (int b = 0; b < classes; b++) {
          edges[a * classes + b] = a == b ? 0 : table[a << 8 | b] + table[b << 8 | a];
        }
      }
      return new InterfaceLengths(classes, edges);
    }
  }
}
