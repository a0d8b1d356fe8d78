package org.intarsia.stitcher;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;

/** The class probabilities of one tile, read run by run through a small array. */
final class Probabilities {
  /** Rounding of a softmax in 16 bit may reach a little above 1. */
  private static final float LIMIT = 1.02f;

  private final Tile tile;
  private final Region covered;
  private final FloatBuffer values;
  private final int start;
  private final int classes;
  private final float[] run;
  private final float[] best;

  Probabilities(Tile tile, Region covered, FloatBuffer values, int classes) {
    this.tile = tile;
    this.covered = covered;
    this.values = values;
    this.start = values.position();
    this.classes = classes;
    this.run = new float[covered.width()];
    this.best = new float[covered.width()];
  }

  static int offset(Region covered, long x, long y) {
    return (int) ((y - covered.y()) * covered.width() + (x - covered.x()));
  }

  /** The probabilities of one class for {@code length} pixels from (x, y) on; reused. */
  float[] run(int ofClass, long x, long y, int length) {
    int from = start + (int) (ofClass * covered.area()) + offset(covered, x, y);
    values.get(from, run, 0, length);
    for (int i = 0; i < length; i++) {
      if (!(run[i] >= 0 && run[i] <= LIMIT)) {
        throw new IllegalArgumentException(
            "%s: the probability of class %d at (%d, %d) is %s"
                .formatted(tile, ofClass, x + i, y, Float.toString(run[i])));
      }
    }
    return run;
  }

  /** Writes the class of the largest probability, the lowest among equals. */
  void largest(long x, long y, int length, byte[] labels, int to) {
    System.arraycopy(run(0, x, y, length), 0, best, 0, length);
    Arrays.fill(labels, to, to + length, (byte) 0);
    for (int c = 1; c < classes; c++) {
      float[] next = run(c, x, y, length);
      for (int i = 0; i < length; i++) {
        if (next[i] > best[i]) {
          best[i] = next[i];
          labels[to + i] = (byte) c;
        }
      }
    }
  }
}
