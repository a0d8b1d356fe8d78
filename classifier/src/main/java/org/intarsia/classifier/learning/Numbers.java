package org.intarsia.classifier.learning;

/** Arithmetic on vectors that classifiers share. */
public final class Numbers {
  private Numbers() {}

  /** The place of the greatest number, the first of equals. */
  public static int argMax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Sum of products. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Square of the Euclidean distance. */
  public static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /**
   * Turns logarithms of unnormalised probabilities into probabilities, in place; where the greatest
   * is infinite those that are equal to it share.
   */
  public static double[] softmax(double[] logits) {
    double greatest = logits[argMax(logits)];
    if (Double.isInfinite(greatest)) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = logits[i] == greatest ? 0 : Double.NEGATIVE_INFINITY;
      }
      greatest = 0;
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = StrictMath.exp(logits[i] - greatest);
      sum += logits[i];
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= sum;
    }
    return logits;
  }

  /** The logistic function. */
  public static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x));
  }

  /** {@code log(1 + exp(x))} without overflow. */
  public static double softplus(double x) {
    return x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : StrictMath.log1p(StrictMath.exp(x));
  }

  /** A seed of its own for each use of one: a step of SplitMix64 on the mixture of both. */
  public static long seed(long seed, long use) {
    long z = seed + 0x9E3779B97F4A7C15L * (use + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Refuses an array of another length or with a number that is not finite.
   *
   * @throws IllegalArgumentException naming the array
   */
  public static void check(String name, double[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(
          "%s must hold %d numbers, not %d".formatted(name, length, values.length));
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("%s must be finite, not %s".formatted(name, value));
      }
    }
  }
}
