package org.intarsia.classifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * How many pixels of each true class were given each class: exact 64-bit counts, immutable.
 *
 * <p>With TP, FP and FN of a class as in a table of one class against the others: IoU is {@code TP
 * / (TP + FP + FN)}, F1 (the Dice coefficient) {@code 2 TP / (2 TP + FP + FN)}, precision {@code TP
 * / (TP + FP)}, recall {@code TP / (TP + FN)}. A value is empty where it would be 0/0. Means are
 * over the classes that occur, in truth or prediction: a class that nobody has is neither right nor
 * wrong, see {@link #absentClasses}.
 *
 * <p>{@link #plus} is associative and commutative, so the confusion of a mask does not depend on
 * how it was cut into pieces.
 */
public final class Confusion {
  /** The true label of pixels that do not count. */
  public static final int IGNORED = 255;

  private final int classes;
  private final long[] counts;

  private Confusion(int classes, long[] counts) {
    this.classes = classes;
    this.counts = counts;
  }

  /**
   * A confusion of known counts.
   *
   * @param counts {@code counts[t][p]} pixels of true label t that were predicted as p; square, 1
   *     to 255 classes, none negative
   */
  public static Confusion of(long[][] counts) {
    Builder builder = builder(counts.length);
    for (int t = 0; t < counts.length; t++) {
      if (counts[t].length != counts.length) {
        throw new IllegalArgumentException(
            "row %d of a confusion of %d classes has %d columns"
                .formatted(t, counts.length, counts[t].length));
      }
      for (int p = 0; p < counts.length; p++) {
        if (counts[t][p] < 0) {
          throw new IllegalArgumentException(
              "the count of true class %d predicted as %d must not be negative: %d"
                  .formatted(t, p, counts[t][p]));
        }
        builder.counts[t * counts.length + p] = counts[t][p];
      }
    }
    return builder.build();
  }

  /** A builder for labels below {@code classes}, 1 to 255. */
  public static Builder builder(int classes) {
    if (classes < 1 || classes > IGNORED) {
      throw new IllegalArgumentException("a confusion has 1 to 255 classes, not " + classes);
    }
    return new Builder(classes);
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** Pixels of a true class that were given a class. */
  public long count(int truth, int predicted) {
    return counts[check(truth) * classes + check(predicted)];
  }

  /** Pixels that truly have a class. */
  public long trueCount(int label) {
    check(label);
    long sum = 0;
    for (int p = 0; p < classes; p++) {
      sum = Math.addExact(sum, counts[label * classes + p]);
    }
    return sum;
  }

  /** Pixels that were given a class. */
  public long predictedCount(int label) {
    check(label);
    long sum = 0;
    for (int t = 0; t < classes; t++) {
      sum = Math.addExact(sum, counts[t * classes + label]);
    }
    return sum;
  }

  /** Number of pixels. */
  public long total() {
    return Arrays.stream(counts).reduce(0, Math::addExact);
  }

  private int check(int label) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + classes + " classes");
    }
    return label;
  }

  /** Intersection over union, 0 to 1; empty if neither truth nor prediction has the class. */
  public OptionalDouble iou(int label) {
    long right = count(label, label);
    return ratio(right, trueCount(label) + predictedCount(label) - right);
  }

  /** Harmonic mean of precision and recall (Dice); empty if nobody has the class. */
  public OptionalDouble f1(int label) {
    return ratio(2 * count(label, label), trueCount(label) + predictedCount(label));
  }

  /** Part of the pixels given a class that truly have it; empty if none was given it. */
  public OptionalDouble precision(int label) {
    return ratio(count(label, label), predictedCount(label));
  }

  /** Part of the pixels of a class that were given it; empty if none truly has it. */
  public OptionalDouble recall(int label) {
    return ratio(count(label, label), trueCount(label));
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  /** The classes that neither truth nor prediction has, ascending. */
  public List<Integer> absentClasses() {
    List<Integer> absent = new ArrayList<>();
    for (int label = 0; label < classes; label++) {
      if (trueCount(label) == 0 && predictedCount(label) == 0) {
        absent.add(label);
      }
    }
    return absent;
  }

  /** Mean of {@link #iou} over the classes that occur; empty if there is no pixel. */
  public OptionalDouble meanIou() {
    return mean(this::iou);
  }

  /** Mean of {@link #f1} over the classes that occur; empty if there is no pixel. */
  public OptionalDouble macroF1() {
    return mean(this::f1);
  }

  /** Mean of {@link #recall} over the classes that truth has; empty if there is no pixel. */
  public OptionalDouble meanAccuracy() {
    return mean(this::recall);
  }

  private OptionalDouble mean(IntFunction<OptionalDouble> value) {
    double sum = 0;
    int occurring = 0;
    for (int label = 0; label < classes; label++) {
      OptionalDouble one = value.apply(label);
      if (one.isPresent()) {
        sum += one.getAsDouble();
        occurring++;
      }
    }
    return occurring == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / occurring);
  }

  /** Part of the pixels with the true class; empty if there is no pixel. */
  public OptionalDouble pixelAccuracy() {
    long right = 0;
    for (int label = 0; label < classes; label++) {
      right += counts[label * classes + label];
    }
    return ratio(right, total());
  }

  /** IoU of the classes weighted by their true pixels; empty if there is no pixel. */
  public OptionalDouble frequencyWeightedIou() {
    long total = total();
    double sum = 0;
    for (int label = 0; label < classes; label++) {
      sum += trueCount(label) * iou(label).orElse(0);
    }
    return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / total);
  }

  /**
   * The pixel accuracy of calling everything the most frequent true class: what a useful prediction
   * exceeds; empty if there is no pixel.
   */
  public OptionalDouble majorityAccuracy() {
    long most = 0;
    for (int label = 0; label < classes; label++) {
      most = Math.max(most, trueCount(label));
    }
    return ratio(most, total());
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the numbers of classes differ
   * @throws ArithmeticException if a count exceeds 64 bits
   */
  public Confusion plus(Confusion other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "confusions of %d and %d classes cannot be added".formatted(classes, other.classes));
    }
    return new Confusion(classes, sum(counts, other.counts));
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sums = new long[a.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.addExact(a[i], b[i]);
    }
    return sums;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Confusion confusion && Arrays.equals(counts, confusion.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Confusion[");
    for (int t = 0; t < classes; t++) {
      long[] row = Arrays.copyOfRange(counts, t * classes, (t + 1) * classes);
      text.append(t == 0 ? "" : ", ").append(Arrays.toString(row));
    }
    return text.append(']').toString();
  }

  /** Counts pairs of labels. Not thread-safe: one builder a thread, then {@link Confusion#plus}. */
  public static final class Builder {
    private final int classes;
    private long[] counts;

    private Builder(int classes) {
      this.classes = classes;
      this.counts = new long[classes * classes];
    }

    /**
     * Counts the first {@code length} pixels of two arrays of labels, which are unsigned bytes.
     * Pixels whose true label is {@link #IGNORED} do not count, whatever was predicted.
     *
     * @throws IllegalArgumentException if another label has no class; nothing was counted then
     */
    public Builder count(byte[] truth, byte[] predicted, int length) {
      Objects.checkFromIndexSize(0, length, truth.length);
      Objects.checkFromIndexSize(0, length, predicted.length);
      long[] added = new long[counts.length];
      for (int i = 0; i < length; i++) {
        int t = truth[i] & 0xFF;
        if (t == IGNORED) {
          continue;
        }
        int p = predicted[i] & 0xFF;
        if (t >= classes || p >= classes) {
          throw new IllegalArgumentException(
              "%s label %d of pixel %d is not one of %d classes (0 to %d)"
                  .formatted(
                      t >= classes ? "true" : "predicted",
                      t >= classes ? t : p,
                      i,
                      classes,
                      classes - 1));
        }
        added[t * classes + p]++;
      }
      counts = sum(counts, added);
      return this;
    }

    /** What was counted so far; the builder can go on. */
    public Confusion build() {
      return new Confusion(classes, counts.clone());
    }
  }
}
