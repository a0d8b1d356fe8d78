package org.intarsia.segmenter.probe;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/**
 * How far a column of input pixels reaches to the left and to the right, for every phase.
 *
 * <p>A column of NaN goes in; NaN spreads along exactly those connections that exist, through
 * convolutions, activations and maxima, whatever the weights: the columns of NaN that come out are
 * the influence, exactly and also in 32 bits. A network that swallows NaN is tried with a finite
 * change instead, which can only find less.
 *
 * <p>The pictures are low and wide, since rows do not matter; vertical influence is measured on the
 * transposed picture.
 */
final class Influence {
  /** Reach of each phase, 0 to the number of phases - 1; index is the column modulo that. */
  record Reach(int[] left, int[] right) {
    int largest() {
      return Math.max(Arrays.stream(left).max().orElse(0), Arrays.stream(right).max().orElse(0));
    }

    /** Smallest period of both sequences, or their length if they do not repeat themselves. */
    int period() {
      int period = 1;
      while (period < left.length && !(repeats(left, period) && repeats(right, period))) {
        period++;
      }
      return period;
    }

    private static boolean repeats(int[] values, int period) {
      for (int i = period; i < values.length; i++) {
        if (values[i] != values[i - period]) {
          return false;
        }
      }
      return true;
    }

    /** Reach beyond the stride's cell that the column lies in. */
    int aligned(int stride) {
      int most = 0;
      for (int i = 0; i < left.length; i++) {
        int phase = i % stride;
        most = Math.max(most, right[i] - (stride - 1 - phase));
        most = Math.max(most, left[i] - phase);
      }
      return most;
    }

    Reach max(Reach other) {
      int[] a = left.clone();
      int[] b = right.clone();
      for (int i = 0; i < a.length; i++) {
        a[i] = Math.max(a[i], other.left[i]);
        b[i] = Math.max(b[i], other.right[i]);
      }
      return new Reach(a, b);
    }
  }

  private static final int COLUMNS_A_RUN = 4096;

  private final ForwardPass network;
  private final SizeLaw law;
  private final int height;
  private final boolean vertical;
  private final boolean finite;

  Influence(ForwardPass network, SizeLaw law, boolean vertical, boolean finite) {
    this.network = network;
    this.law = law;
    this.height = law.smallest();
    this.vertical = vertical;
    this.finite = finite;
  }

  /** Reach of one column in the middle of a picture, or of nothing, or up to the border. */
  int[] single(int width) throws IOException {
    int wide = law.legal(width);
    int column = wide / 2;
    boolean[] touched = touched(wide, new int[] {column});
    int first = -1;
    int last = -1;
    for (int x = 0; x < touched.length; x++) {
      if (touched[x]) {
        first = first < 0 ? x : first;
        last = x;
      }
    }
    if (first < 0) {
      return new int[0];
    }
    boolean open = first == 0 || last == touched.length - 1;
    return open
        ? new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE}
        : new int[] {column - first - law.margin(), last + law.margin() - column};
  }

  /** Reach of columns of all phases, given that none exceeds {@code about} by half the phases. */
  Reach phases(int phases, int about) throws IOException {
    int[] left = new int[phases];
    int[] right = new int[phases];
    int spacing = (2 * about / phases + 2) * phases;
    int first = (law.margin() + spacing / 2 + phases - 1) / phases * phases;
    int aRun = Math.max(1, COLUMNS_A_RUN / spacing);
    for (int start = 0; start < phases; start += aRun) {
      int count = Math.min(aRun, phases - start);
      int[] columns = new int[count];
      for (int i = 0; i < count; i++) {
        columns[i] = spacing * i + first + start + i;
      }
      boolean[] touched = touched(law.legal(2 * first + spacing * count), columns);
      for (int i = 0; i < count; i++) {
        int from = Math.max(0, columns[i] - spacing / 2 - law.margin());
        int to = Math.min(touched.length, columns[i] + spacing / 2 - law.margin());
        for (int x = from; x < to; x++) {
          if (touched[x]) {
            int reach = x + law.margin() - columns[i];
            left[start + i] = Math.max(left[start + i], -reach);
            right[start + i] = Math.max(right[start + i], reach);
          }
        }
      }
    }
    return new Reach(left, right);
  }

  private boolean[] touched(int width, int[] columns) throws IOException {
    FeatureMaps input = oriented(width);
    if (finite) {
      Random random = new Random(width);
      for (int i = 0; i < input.values().length; i++) {
        input.values()[i] = random.nextFloat() - 0.5f;
      }
    }
    FeatureMaps before = finite ? network.run(input) : input;
    for (int column : columns) {
      for (int y = 0; y < height; y++) {
        for (int c = 0; c < input.channels(); c++) {
          int index = vertical ? input.index(0, c, column, y) : input.index(0, c, y, column);
          input.values()[index] = finite ? 100 : Float.NaN;
        }
      }
    }
    FeatureMaps after = network.run(input);
    boolean[] touched = new boolean[vertical ? after.height() : after.width()];
    for (int c = 0; c < after.channels(); c++) {
      for (int y = 0; y < after.height(); y++) {
        for (int x = 0; x < after.width(); x++) {
          float value = after.at(0, c, y, x);
          if (finite ? value != before.at(0, c, y, x) : Float.isNaN(value)) {
            touched[vertical ? y : x] = true;
          }
        }
      }
    }
    return touched;
  }

  private FeatureMaps oriented(int width) {
    return vertical
        ? FeatureMaps.zeros(1, 3, width, height)
        : FeatureMaps.zeros(1, 3, height, width);
  }
}
