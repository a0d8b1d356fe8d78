package org.intarsia.classifier;

import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.math3.exception.MathArithmeticException;
import org.apache.commons.math3.util.ArithmeticUtils;

/**
 * How many pixels each class has: exact 64-bit counts, immutable.
 *
 * <p>{@link #plus} is associative and commutative, so the histogram of a slide does not depend on
 * how the slide was cut into pieces or in which order they were merged.
 */
public final class TissueHistogram {
  private final long[] counts;
  private final long total;

  private TissueHistogram(long[] counts) {
    this.counts = counts;
    long sum = 0;
    for (long count : counts) {
      sum = sum(sum, count);
    }
    this.total = sum;
  }

  /**
   * A histogram of known counts.
   *
   * @param counts one number a class, 1 to 256 of them, none negative
   * @throws ArithmeticException if their sum exceeds 64 bits
   */
  public static TissueHistogram of(long... counts) {
    checkClasses(counts.length);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] < 0) {
        throw new IllegalArgumentException(
            "the count of class " + label + " must not be negative: " + counts[label]);
      }
    }
    return new TissueHistogram(counts.clone());
  }

  /** A builder for labels below {@code classes}, 1 to 256. */
  public static Builder builder(int classes) {
    checkClasses(classes);
    return new Builder(classes);
  }

  private static void checkClasses(int classes) {
    if (classes < 1 || classes > 256) {
      throw new IllegalArgumentException("a histogram has 1 to 256 classes, not " + classes);
    }
  }

  /**
   * Commons Math's overflow check with a message about pixels; its exception is an arithmetic one.
   */
  private static long sum(long a, long b) {
    try {
      return ArithmeticUtils.addAndCheck(a, b);
    } catch (MathArithmeticException e) {
      ArithmeticException overflow =
          new ArithmeticException("%d and %d pixels exceed 64 bits".formatted(a, b));
      overflow.initCause(e);
      throw overflow;
    }
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Number of pixels of a class. */
  public long count(int label) {
    if (label < 0 || label >= counts.length) {
      throw new IllegalArgumentException(
          "label " + label + " is not one of " + counts.length + " classes");
    }
    return counts[label];
  }

  /** All counts in the order of the labels, as a new array. */
  public long[] counts() {
    return counts.clone();
  }

  /** Number of pixels of all classes. */
  public long total() {
    return total;
  }

  /** Share of a class in all pixels, 0 to 1; 0 if there is none. */
  public double fraction(int label) {
    long count = count(label);
    return total == 0 ? 0 : (double) count / total;
  }

  /**
   * Both together.
   *
   * @throws IllegalArgumentException if the numbers of classes differ
   * @throws ArithmeticException if a count exceeds 64 bits
   */
  public TissueHistogram plus(TissueHistogram other) {
    if (other.counts.length != counts.length) {
      throw new IllegalArgumentException(
          "histograms of %d and %d classes cannot be added"
              .formatted(counts.length, other.counts.length));
    }
    long[] sums = new long[counts.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sum(counts[i], other.counts[i]);
    }
    return new TissueHistogram(sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TissueHistogram histogram && Arrays.equals(counts, histogram.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "TissueHistogram" + Arrays.toString(counts);
  }

  /** Counts labels. Not thread-safe: one builder a thread, then {@link TissueHistogram#plus}. */
  public static final class Builder {
    /** Four interleaved tables, so that equal neighbours do not wait for each other's increment. */
    private static final int TABLES = 4;

    /** No table entry can reach 32 bits within so many labels. */
    private static final int BLOCK = 1 << 30;

    private final long[] counts;
    private final int[] tables = new int[TABLES * 256];

    private Builder(int classes) {
      this.counts = new long[classes];
    }

    /** Counts all labels of an array. */
    public Builder add(byte[] labels) {
      return add(labels, 0, labels.length);
    }

    /**
     * Counts {@code length} labels from {@code from} on; a label is an unsigned byte.
     *
     * @throws IllegalArgumentException if a label has no class; nothing was counted then
     */
    public Builder add(byte[] labels, int from, int length) {
      Objects.checkFromIndexSize(from, length, labels.length);
      long[] added = new long[counts.length];
      for (int done = 0; done < length; done += BLOCK) {
        block(labels, from + done, Math.min(BLOCK, length - done));
        for (int label = 0; label < 256; label++) {
          long count = 0;
          for (int table = 0; table < TABLES; table++) {
            count += tables[table * 256 + label];
          }
          if (count > 0 && label >= added.length) {
            throw new IllegalArgumentException(
                "label " + label + " is not one of " + counts.length + " classes");
          }
          if (count > 0) {
            added[label] += count;
          }
        }
      }
      for (int label = 0; label < added.length; label++) {
        counts[label] = sum(counts[label], added[label]);
      }
      return this;
    }

    private void block(byte[] labels, int from, int length) {
      Arrays.fill(tables, 0);
      int end = from + length;
      int i = from;
      for (; i + TABLES <= end; i += TABLES) {
        tables[labels[i] & 0xFF]++;
        tables[256 + (labels[i + 1] & 0xFF)]++;
        tables[512 + (labels[i + 2] & 0xFF)]++;
        tables[768 + (labels[i + 3] & 0xFF)]++;
      }
      for (; i < end; i++) {
        tables[labels[i] & 0xFF]++;
      }
    }

    /** Counts {@code pixels} more pixels of one class. */
    public Builder add(int label, long pixels) {
      if (label < 0 || label >= counts.length) {
        throw new IllegalArgumentException(
            "label " + label + " is not one of " + counts.length + " classes");
      }
      if (pixels < 0) {
        throw new IllegalArgumentException("pixels must not be negative: " + pixels);
      }
      counts[label] = sum(counts[label], pixels);
      return this;
    }

    /** What was counted so far; the builder can go on. */
    public TissueHistogram build() {
      return new TissueHistogram(counts.clone());
    }
  }
}
