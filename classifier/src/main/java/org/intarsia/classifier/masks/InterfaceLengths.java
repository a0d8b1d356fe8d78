package org.intarsia.classifier.masks;

import java.util.Arrays;
import java.util.List;
import org.intarsia.classifier.masks.CoOccurrence.Direction;

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

  /**
   * From the pairs of pixels that lie beside or above one another.
   *
   * @param pairs counted at distance 1 too
   * @throws IllegalArgumentException if they were not
   */
  public static InterfaceLengths of(CoOccurrence pairs) {
    int classes = pairs.classes();
    long[] edges = new long[classes * classes];
    for (Direction direction : List.of(Direction.RIGHT, Direction.DOWN)) {
      for (int a = 0; a < classes; a++) {
        for (int b = 0; b < classes; b++) {
          long count = a == b ? 0 : pairs.count(1, direction, a, b);
          edges[a * classes + b] += count;
          edges[b * classes + a] += count;
        }
      }
    }
    return new InterfaceLengths(classes, edges);
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
}
