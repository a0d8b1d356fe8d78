package org.intarsia.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.Normalization;
import org.intarsia.slideio.Region;

/**
 * Patches that cover images once, side by side, as they are: what a network is validated on.
 *
 * <p>Pixels beyond an image's right and lower border are mirrored and do not count. Thread-safe.
 */
public final class ValidationGrid implements PatchSource {
  private record Cell(LabelledImage image, long x, long y) {
    /** Whether a pixel of the cell has a label. */
    boolean counts(int side) throws IOException {
      int columns = (int) Math.min(side, image.width() - x);
      int rows = (int) Math.min(side, image.height() - y);
      byte[] labels = new byte[columns * rows];
      image.labels(new Region(x, y, columns, rows), labels);
      for (byte label : labels) {
        if (label != (byte) LabelledPatch.IGNORED) {
          return true;
        }
      }
      return false;
    }
  }

  private final List<Cell> cells;
  private final LossWeights weights;

  private ValidationGrid(List<Cell> cells, LossWeights weights) {
    this.cells = cells;
    this.weights = weights;
  }

  /**
   * Covers images.
   *
   * @param outputSide side of a patch's labelled centre in pixels
   * @param most patches at most; if more are needed, an even choice of them is taken, those without
   *     a labelled pixel passed over
   */
  public static ValidationGrid of(
      List<LabelledImage> images, int outputSide, LossWeights weights, int most)
      throws IOException {
    List<Cell> all = new ArrayList<>();
    for (LabelledImage image : images) {
      for (long y = 0; y < image.height(); y += outputSide) {
        for (long x = 0; x < image.width(); x += outputSide) {
          all.add(new Cell(image, x, y));
        }
      }
    }
    List<Cell> chosen = new ArrayList<>();
    int count = Math.min(most, all.size());
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * all.size() / count);
      int to = (int) ((i + 1L) * all.size() / count);
      for (Cell cell : all.subList(from, to)) {
        if (cell.counts(outputSide)) {
          chosen.add(cell);
          break;
        }
      }
    }
    return new ValidationGrid(chosen, weights);
  }

  /** Number of patches. */
  public int size() {
    return cells.size();
  }

  /**
   * Mean and deviation of the channels over all patches, values scaled to 0 to 1, to four decimals.
   *
   * @param side of a patch in pixels
   * @param outputSide side of its labelled centre
   */
  public Normalization normalization(int side, int outputSide) throws IOException {
    LabelledPatch patch = new LabelledPatch(side, outputSide);
    double[] sums = new double[3];
    double[] squares = new double[3];
    for (int number = 0; number < size(); number++) {
      fill(number, patch);
      byte[] rgb = patch.rgb();
      for (int i = 0; i < rgb.length; i++) {
        double value = (rgb[i] & 0xFF) / 255.0;
        sums[i % 3] += value;
        squares[i % 3] += value * value;
      }
    }
    double count = (double) size() * side * side;
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      double mean = sums[c] / count;
      double variance = Math.max(0, squares[c] / count - mean * mean);
      means.add(rounded(mean));
      deviations.add(Math.max(0.01, rounded(Math.sqrt(variance))));
    }
    return new Normalization(1.0 / 255, means, deviations);
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  @Override
  public void fill(long number, LabelledPatch patch) throws IOException {
    Cell cell = cells.get(Math.toIntExact(number));
    int margin = patch.margin();
    int side = patch.side();
    cell.image().pixels(new Region(cell.x() - margin, cell.y() - margin, side, side), patch.rgb());
    int output = patch.outputSide();
    cell.image().labels(new Region(cell.x(), cell.y(), output, output), patch.labels());
    int columns = (int) Math.min(output, cell.image().width() - cell.x());
    int rows = (int) Math.min(output, cell.image().height() - cell.y());
    for (int row = 0; row < output; row++) {
      int from = row < rows ? columns : 0;
      Arrays.fill(
          patch.labels(), row * output + from, (row + 1) * output, (byte) LabelledPatch.IGNORED);
    }
    weights.fill(patch);
  }
}
