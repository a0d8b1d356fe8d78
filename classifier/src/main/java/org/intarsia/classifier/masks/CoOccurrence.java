package org.intarsia.classifier.masks;

import java.util.Arrays;
import java.util.List;

/**
 * How often two labels lie side by side at set distances, in four directions: exact counts,
 * immutable.
 *
 * <p>This is the grey-level co-occurrence matrix of Haralick, Shanmugam and Dinstein (IEEE Trans.
 * Syst. Man Cybern. 1973, SMC-3:610) of labels in place of grey values. A pair is a pixel and the
 * one {@code distance} steps away in a {@link Direction}; a step along a diagonal is one column and
 * one row. Pairs that leave the mask, or have a pixel of label 255, are not counted.
 *
 * <p>{@link #plus} adds the pairs of different masks; a mask that was cut into two masks lacks the
 * pairs across the cut. Bands of one mask go to one {@link Builder}.
 */
public final class CoOccurrence {
  /** The largest distance, in pixels: as many rows are remembered. */
  public static final int LARGEST_DISTANCE = 1024;

  /** From a pixel to its partner; degrees are clockwise, since rows go down. */
  public enum Direction {
    /** 0 degrees: to the right. */
    RIGHT,
    /** 45 degrees: to the right and down. */
    RIGHT_DOWN,
    /** 90 degrees: down. */
    DOWN,
    /** 135 degrees: to the left and down. */
    LEFT_DOWN
  }

  private static final List<Direction> DIRECTIONS = List.of(Direction.values());

  private final int classes;
  private final List<Integer> distances;

  /** By distance, then direction; at {@code from * classes + to}. */
  private final long[][][] counts;

  private CoOccurrence(int classes, List<Integer> distances, long[][][] counts) {
    this.classes = classes;
    this.distances = distances;
    this.counts = counts;
  }

  /**
   * Counts a whole mask.
   *
   * @param labels row by row
   * @param width columns
   * @param classes labels are below it, or 255
   * @param distances in pixels
   */
  public static CoOccurrence of(byte[] labels, int width, int classes, List<Integer> distances) {
    if (width < 1 || labels.length % width != 0) {
      throw new IllegalArgumentException(
          "%d labels are no rows of %d px".formatted(labels.length, width));
    }
    return builder(classes, distances).accept(labels, width, labels.length / width).build();
  }

  /**
   * A builder that takes bands of one mask.
   *
   * @param classes 1 to 255
   * @param distances in pixels, 1 to {@link #LARGEST_DISTANCE}, ascending
   */
  public static Builder builder(int classes, List<Integer> distances) {
    RunWindow.checkClasses(classes);
    return new Builder(classes, checked(distances));
  }

  /** The distances, if they can be distances. */
  static List<Integer> checked(List<Integer> distances) {
    int before = 0;
    for (int distance : distances) {
      if (distance <= before || distance > LARGEST_DISTANCE) {
        throw new IllegalArgumentException(
            "distances must ascend from 1 to at most %d px, not %s"
                .formatted(LARGEST_DISTANCE, distances));
      }
      before = distance;
    }
    return List.copyOf(distances);
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** The distances in pixels, ascending. */
  public List<Integer> distances() {
    return distances;
  }

  /** How many pixels of label {@code from} have a partner of label {@code to}. */
  public long count(int distance, Direction direction, int from, int to) {
    RunWindow.checkLabel(from, classes);
    RunWindow.checkLabel(to, classes);
    return counts[index(distance)][DIRECTIONS.indexOf(direction)][from * classes + to];
  }

  private int index(int distance) {
    int index = distances.indexOf(distance);
    if (index < 0) {
      throw new IllegalArgumentException(
          "pairs at a distance of %d px were not counted, only at %s"
              .formatted(distance, distances));
    }
    return index;
  }

  /**
   * Pairs of all directions, each seen from both of its pixels: a symmetric matrix, twice the pairs
   * in all. It stays the same when the mask is turned by 90 degrees or mirrored.
   *
   * @return at {@code label * classes + other}; a new array
   */
  public long[] symmetric(int distance) {
    long[] sum = new long[classes * classes];
    for (long[] one : counts[index(distance)]) {
      for (int from = 0; from < classes; from++) {
        for (int to = 0; to < classes; to++) {
          long pairs = one[from * classes + to];
          sum[from * classes + to] += pairs;
          sum[to * classes + from] += pairs;
        }
      }
    }
    return sum;
  }

  /** {@link #symmetric} divided by its sum; all 0 if there is no pair. A new array. */
  public double[] normalized(int distance) {
    long[] pairs = symmetric(distance);
    long total = Arrays.stream(pairs).sum();
    return Arrays.stream(pairs).mapToDouble(n -> total == 0 ? 0 : (double) n / total).toArray();
  }

  /**
   * The pairs of both masks.
   *
   * @throws IllegalArgumentException if classes or distances differ
   */
  public CoOccurrence plus(CoOccurrence other) {
    if (other.classes != classes || !other.distances.equals(distances)) {
      throw new IllegalArgumentException(
          "pairs of %d classes at %s px and of %d classes at %s px cannot be added"
              .formatted(classes, distances, other.classes, other.distances));
    }
    long[][][] sums = new long[distances.size()][DIRECTIONS.size()][classes * classes];
    for (int d = 0; d < sums.length; d++) {
      for (int direction = 0; direction < sums[d].length; direction++) {
        for (int i = 0; i < sums[d][direction].length; i++) {
          sums[d][direction][i] =
              Math.addExact(counts[d][direction][i], other.counts[d][direction][i]);
        }
      }
    }
    return new CoOccurrence(classes, distances, sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CoOccurrence pairs
        && pairs.classes == classes
        && pairs.distances.equals(distances)
        && Arrays.deepEquals(pairs.counts, counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "CoOccurrence[" + classes + " classes at " + distances + " px]";
  }

  /**
   * Counts while bands of one mask arrive, from top to bottom, of any heights. Remembers as many
   * rows as the largest distance. Not thread-safe.
   */
  public static final class Builder {
    private final int classes;
    private final List<Integer> distances;
    private final RunWindow window;

    /** By distance, then direction; at {@code from * 256 + to}. */
    private final long[][][] tables;

    private Builder(int classes, List<Integer> distances) {
      this.classes = classes;
      this.distances = distances;
      this.window = new RunWindow(classes, depth(distances));
      this.tables = new long[distances.size()][DIRECTIONS.size()][256 * 256];
    }

    /** How many rows before the last one are needed. */
    static int depth(List<Integer> distances) {
      return distances.isEmpty() ? 0 : distances.get(distances.size() - 1);
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

    /** Counts the pairs that end in the last row of a window. */
    void row(RunWindow rows) {
      LabelRuns last = rows.row(0);
      for (int d = 0; d < tables.length; d++) {
        int distance = distances.get(d);
        long[][] table = tables[d];
        last.countPairs(last, distance, table[0]);
        if (rows.has(distance)) {
          LabelRuns above = rows.row(distance);
          above.countPairs(last, distance, table[1]);
          above.countPairs(last, 0, table[2]);
          above.countPairs(last, -distance, table[3]);
        }
      }
    }

    /** What was counted so far; the builder can go on. */
    public CoOccurrence build() {
      long[][][] counts = new long[tables.length][DIRECTIONS.size()][classes * classes];
      for (int d = 0; d < counts.length; d++) {
        for (int direction = 0; direction < counts[d].length; direction++) {
          for (int from = 0; from < classes; from++) {
            System.arraycopy(
                tables[d][direction], from << 8, counts[d][direction], from * classes, classes);
          }
        }
      }
      return new CoOccurrence(classes, distances, counts);
    }
  }
}
