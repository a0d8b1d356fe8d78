package org.intarsia.classifier;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How well the components of a class were kept apart and whole, by pairs of pixels.
 *
 * <p>Both masks are cut into the 4-connected components of one class; all other pixels are their
 * border, component 0. Pixels on the <em>truth's</em> border are left out, as in the ISBI 2012
 * challenge; pixels on the prediction's border only are not, and count as one component there. With
 * p<sub>ij</sub> of the n remaining pixels in true component i and predicted component j, a
 * <sub>i</sub> and b<sub>j</sub> its row and column sums, the ordered pairs of different pixels are
 *
 * <pre>
 * together = sum p_ij^2 - n    in one component of both
 * truth    = sum a_i^2 - n     in one true component
 * predicted = sum b_j^2 - n    in one predicted component
 * </pre>
 *
 * <p>Precision is together / predicted, recall together / truth, and the error {@code 1 - 2
 * together / (truth + predicted)}, that is 1 minus their harmonic mean. This is what scikit-image
 * documents for {@code metrics.adapted_rand_error} with its default {@code ignore_labels=(0,)};
 * merging components lowers precision, splitting them recall. See Arganda-Carreras et al., Front.
 * Neuroanat. 2015, 9:142.
 *
 * <p>Components of different images are different: {@link #plus} adds the pairs.
 *
 * @param together ordered pairs in one component of both
 * @param truth ordered pairs in one true component
 * @param predicted ordered pairs in one predicted component
 */
public record AdaptedRandError(double together, double truth, double predicted) {
  /** Pairs of no image. */
  public static final AdaptedRandError NONE = new AdaptedRandError(0, 0, 0);

  /**
   * Compares two segmentations.
   *
   * @param truth components, 0 for the border
   * @param predicted components of the same pixels, 0 for the border
   */
  public static AdaptedRandError of(int[] truth, int[] predicted) {
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          "%d true and %d predicted pixels cannot be compared"
              .formatted(truth.length, predicted.length));
    }
    Map<Long, Long> table = new HashMap<>();
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] != 0) {
        table.merge(key(truth[i], predicted[i]), 1L, Long::sum);
      }
    }
    return of(table);
  }

  /** A builder for masks of a width whose rows arrive in order, for components of a class. */
  public static Builder builder(int width, int label) {
    return new Builder(width, label);
  }

  private static long key(int truth, int predicted) {
    return (long) truth << 32 | predicted;
  }

  private static AdaptedRandError of(Map<Long, Long> table) {
    Map<Integer, Long> rows = new HashMap<>();
    Map<Integer, Long> columns = new HashMap<>();
    double both = 0;
    for (Map.Entry<Long, Long> entry : table.entrySet()) {
      long pixels = entry.getValue();
      rows.merge((int) (entry.getKey() >> 32), pixels, Long::sum);
      columns.merge(entry.getKey().intValue(), pixels, Long::sum);
      both += pairs(pixels);
    }
    return new AdaptedRandError(both, pairs(rows), pairs(columns));
  }

  private static double pairs(Map<Integer, Long> sizes) {
    return sizes.values().stream().mapToDouble(AdaptedRandError::pairs).sum();
  }

  private static double pairs(long pixels) {
    return (double) pixels * (pixels - 1);
  }

  /** Both images together. */
  public AdaptedRandError plus(AdaptedRandError other) {
    return new AdaptedRandError(
        together + other.together, truth + other.truth, predicted + other.predicted);
  }

  /** 0 for the same components, up to 1; empty if there is no pair. */
  public OptionalDouble error() {
    double pairs = truth + predicted;
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - 2 * together / pairs);
  }

  /** Part of the pairs predicted together that truly are; empty if there is none. */
  public OptionalDouble precision() {
    return predicted == 0 ? OptionalDouble.empty() : OptionalDouble.of(together / predicted);
  }

  /** Part of the true pairs that were predicted together; empty if there is none. */
  public OptionalDouble recall() {
    return truth == 0 ? OptionalDouble.empty() : OptionalDouble.of(together / truth);
  }

  /**
   * Counts while rows arrive; memory follows the number of components, not of pixels. Not
   * thread-safe.
   */
  public static final class Builder {
    private final ComponentRows truth;
    private final ComponentRows predicted;
    private final Map<Long, Long> table = new HashMap<>();

    private Builder(int width, int label) {
      this.truth = new ComponentRows(width, label);
      this.predicted = new ComponentRows(width, label);
    }

    /** Takes the next row of both, which begins at {@code from} in either array. */
    public Builder row(byte[] trueLabels, byte[] predictedLabels, int from) {
      int[] t = truth.next(trueLabels, from);
      int[] p = predicted.next(predictedLabels, from);
      for (int begin = 0, x = 1; x <= t.length; x++) {
        if (x == t.length || t[x] != t[begin] || p[x] != p[begin]) {
          if (t[begin] != 0) {
            long key = key(truth.root(t[begin]), predicted.root(p[begin]));
            table.merge(key, (long) x - begin, Long::sum);
          }
          begin = x;
        }
      }
      return this;
    }

    /** The pairs of all rows so far. */
    public AdaptedRandError build() {
      Map<Long, Long> joined = new HashMap<>();
      table.forEach(
          (key, pixels) ->
              joined.merge(
                  key(truth.root((int) (key >> 32)), predicted.root(key.intValue())),
                  pixels,
                  Long::sum));
      return of(joined);
    }
  }
}
