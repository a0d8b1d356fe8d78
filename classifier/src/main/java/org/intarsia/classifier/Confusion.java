package org.intarsia.classifier;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * How often each true class was called each class; rows are the truth, columns the answers.
 *
 * <p>All scores come from the counts of one matrix over the whole set, never from means over images
 * or batches. A class with neither truth nor answers has no score and is left out of the means;
 * {@link #absentClasses} names it. Immutable and thread-safe; adding is associative.
 */
public final class Confusion {
  /** A truth that does not count. */
  public static final int IGNORED = 255;

  private final long[][] counts;

  private Confusion(long[][] counts) {
    this.counts = counts;
  }

  /**
   * Takes over counts.
   *
   * @param counts {@code counts[t][p]}, square, not negative; copied
   */
  public static Confusion of(long[][] counts) {
    for (long[] row : counts) {
      if (row.length != counts.length || Arrays.stream(row).anyMatch(n -> n < 0)) {
        throw new IllegalArgumentException(
            "a confusion is a square of numbers that are not negative, not "
                + Arrays.deepToString(counts));
      }
    }
    return new Confusion(copy(counts));
  }

  private static long[][] copy(long[][] counts) {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /** The sum of several of the same classes. */
  public static Confusion sum(List<Confusion> parts) {
    return parts.stream()
        .reduce(Confusion::plus)
        .orElseThrow(() -> new IllegalArgumentException("the sum of no confusion"));
  }

  /** The sum of both. */
  public Confusion plus(Confusion other) {
    if (other.classes() != classes()) {
      throw new IllegalArgumentException(
          "confusions of %d and %d classes cannot be added".formatted(classes(), other.classes()));
    }
    long[][] sum = copy(counts);
    for (int t = 0; t < sum.length; t++) {
      for (int p = 0; p < sum.length; p++) {
        sum[t][p] += other.counts[t][p];
      }
    }
    return new Confusion(sum);
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** A copy of the counts, truth by row. */
  public long[][] counts() {
    return copy(counts);
  }

  /** Everything that was counted. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** How much of the truth is class {@code c}. */
  public long truth(int c) {
    return Arrays.stream(counts[c]).sum();
  }

  /** How often the answer was class {@code c}. */
  public long predicted(int c) {
    return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
  }

  private long right(int c) {
    return counts[c][c];
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /** Intersection over union: {@code TP / (TP + FP + FN)}; empty for an absent class. */
  public OptionalDouble iou(int c) {
    return ratio(right(c), truth(c) + predicted(c) - right(c));
  }

  /** F1, which is the Dice coefficient: {@code 2 TP / (2 TP + FP + FN)}. */
  public OptionalDouble f1(int c) {
    return ratio(2 * right(c), truth(c) + predicted(c));
  }

  /** {@code TP / (TP + FP)}; empty for a class that was never answered. */
  public OptionalDouble precision(int c) {
    return ratio(right(c), predicted(c));
  }

  /** {@code TP / (TP + FN)}; empty for a class that is nowhere in the truth. */
  public OptionalDouble recall(int c) {
    return ratio(right(c), truth(c));
  }

  private double mean(IntFunction<OptionalDouble> score) {
    return IntStream.range(0, classes())
        .mapToObj(score)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean IoU of the classes that are not absent; not a number if nothing was counted. */
  public double meanIou() {
    return mean(this::iou);
  }

  /** Mean F1 of the classes that are not absent; not a number if nothing was counted. */
  public double macroF1() {
    return mean(this::f1);
  }

  /** Mean recall of the classes in the truth; not a number if nothing was counted. */
  public double meanAccuracy() {
    return mean(this::recall);
  }

  /** Part of everything that was answered rightly; not a number if nothing was counted. */
  public double pixelAccuracy() {
    long right = IntStream.range(0, classes()).mapToLong(this::right).sum();
    return (double) right / total();
  }

  /** IoU of the classes in the truth, weighted by how much of it they are. */
  public double frequencyWeightedIou() {
    double sum = 0;
    for (int c = 0; c < classes(); c++) {
      sum += truth(c) == 0 ? 0 : iou(c).orElseThrow() * truth(c);
    }
    return sum / total();
  }

  /** Accuracy of always answering the class that is most frequent in the truth. */
  public double majorityAccuracy() {
    long most = IntStream.range(0, classes()).mapToLong(this::truth).max().orElse(0);
    return (double) most / total();
  }

  /** Classes with neither truth nor answers. */
  public List<Integer> absentClasses() {
    return IntStream.range(0, classes()).filter(c -> truth(c) + predicted(c) == 0).boxed().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confusion confusion && Arrays.deepEquals(counts, confusion.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return "Confusion" + Arrays.deepToString(counts);
  }

  /** Counts labels; not thread-safe. */
  public static final class Builder {
    private final long[][] counts;

    /**
     * Nothing counted yet.
     *
     * @param classes 1 to 255
     */
    public Builder(int classes) {
      if (classes < 1 || classes > 255) {
        throw new IllegalArgumentException("classes must be 1 to 255, not " + classes);
      }
      counts = new long[classes][classes];
    }

    /**
     * Counts pixels.
     *
     * @param truth labels as unsigned bytes; {@link #IGNORED} does not count
     * @param predicted labels as unsigned bytes
     * @param length how many of both
     * @throws IllegalArgumentException if a label is no class
     */
    public Builder count(byte[] truth, byte[] predicted, int length) {
      for (int i = 0; i < length; i++) {
        int t = truth[i] & 0xFF;
        if (t == IGNORED) {
          continue;
        }
        int p = predicted[i] & 0xFF;
        if (t >= counts.length || p >= counts.length) {
          throw new IllegalArgumentException(
              "label %d is none of the %d classes".formatted(Math.max(t, p), counts.length));
        }
        counts[t][p]++;
      }
      return this;
    }

    /** What was counted so far. */
    public Confusion build() {
      return new Confusion(copy(counts));
    }
  }
}
