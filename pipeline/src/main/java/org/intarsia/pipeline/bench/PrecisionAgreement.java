package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;

/**
 * Counts how far the answers of one session are from those of another on the same pixels. Only the
 * pixels that a run keeps count: those of the tiles' cores.
 *
 * <p>For one thread.
 */
public final class PrecisionAgreement {
  /** A tile's probabilities, class by class, over the pixels that the network put out. */
  private record Answer(Region covered, float[] probabilities) {}

  private long windows;
  private long pixels;
  private long agreeing;
  private double largest;

  /**
   * Lets both sessions work on a batch, and compares.
   *
   * @throws IOException if one of them fails
   */
  public void compare(Segmenter reference, Segmenter variant, TileBatch batch) throws IOException {
    List<Answer> expected = new ArrayList<>();
    reference.probabilities(
        batch, (tile, covered, found) -> expected.add(new Answer(covered, copy(found))));
    int classes = reference.classes().size();
    int[] index = {0};
    variant.probabilities(
        batch,
        (tile, covered, found) -> count(tile, classes, expected.get(index[0]++), copy(found)));
  }

  private static float[] copy(FloatBuffer numbers) {
    float[] copy = new float[numbers.remaining()];
    numbers.get(copy);
    return copy;
  }

  private void count(Tile tile, int classes, Answer expected, float[] found) {
    Region covered = expected.covered();
    Region core = tile.core();
    int area = Math.toIntExact(covered.area());
    float[] before = expected.probabilities();
    for (int y = 0; y < core.height(); y++) {
      long row = (core.y() - covered.y() + y) * covered.width() + core.x() - covered.x();
      for (int i = (int) row; i < row + core.width(); i++) {
        int one = 0;
        int other = 0;
        for (int c = 0; c < classes; c++) {
          int k = c * area + i;
          one = before[k] > before[one * area + i] ? c : one;
          other = found[k] > found[other * area + i] ? c : other;
          largest = Math.max(largest, Math.abs(before[k] - found[k]));
        }
        agreeing += one == other ? 1 : 0;
      }
    }
    pixels += core.area();
    windows++;
  }

  /** Windows that were compared. */
  public long windows() {
    return windows;
  }

  /** Pixels that were compared. */
  public long pixels() {
    return pixels;
  }

  /** Part of the pixels whose most probable class is the same; 1 if there are none. */
  public double labelAgreement() {
    return pixels == 0 ? 1 : (double) agreeing / pixels;
  }

  /** Over all pixels and classes. */
  public double largestProbabilityDifference() {
    return largest;
  }
}
