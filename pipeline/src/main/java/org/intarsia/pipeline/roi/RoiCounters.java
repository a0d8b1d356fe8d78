package org.intarsia.pipeline.roi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;

/**
 * Counts what lies in each ROI of a mask, from blocks of its rows that pass from top to bottom.
 *
 * <p>Pixels outside an ROI are no pixels to it, as if they had the label 255; how the mask is cut
 * into blocks changes nothing. Memory is that of the rows that ROIs are open in, two mebibytes, and
 * the counts of those that are closed; it does not depend on the height of mask or ROIs. Not
 * thread-safe.
 */
public final class RoiCounters {
  private static final int LARGEST_PIECE = 1 << 20;
  private static final byte OUTSIDE = (byte) LabelKey.IGNORED;

  private final RoiFrame frame;
  private final List<Counter> counters;
  private byte[] labels = new byte[0];
  private byte[] outside = new byte[0];

  /** What is counted in one ROI; it is closed when its last row has passed. */
  private static final class Counter {
    private final Roi roi;
    private final Region bounds;
    private final int classes;
    private final FeatureSettings settings;
    private Optional<MaskFeatures> open = Optional.empty();
    private Optional<MaskCounts> counts = Optional.empty();

    Counter(Roi roi, Region bounds, int classes, FeatureSettings settings) {
      this.roi = roi;
      this.bounds = bounds;
      this.classes = classes;
      this.settings = settings;
    }

    MaskFeatures features() {
      MaskFeatures features = open.orElseGet(() -> MaskFeatures.of(classes, settings));
      open = Optional.of(features);
      return features;
    }

    void rowsBefore(long bottom) {
      if (bottom >= bounds.bottom()) {
        counts = Optional.of(features().counts());
        open = Optional.empty();
      }
    }
  }

  private RoiCounters(RoiFrame frame, List<Counter> counters) {
    this.frame = frame;
    this.counters = counters;
  }

  /**
   * Counters at the top of a mask.
   *
   * @param rois each of which has a pixel within the frame's bounds
   * @param classes labels are below it, or 255
   * @throws IllegalArgumentException if an ROI lies beside the frame; names it
   */
  public static RoiCounters of(
      List<Roi> rois, RoiFrame frame, int classes, FeatureSettings settings) {
    List<Counter> counters = new ArrayList<>();
    for (Roi roi : rois) {
      Region bounds =
          roi.area()
              .bounds(frame.scale(), frame.width(), frame.height())
              .orElseThrow(() -> new IllegalArgumentException(outside(roi, frame)));
      counters.add(new Counter(roi, bounds, classes, settings));
    }
    return new RoiCounters(frame, counters);
  }

  /** That no pixel lies in an ROI, and what may be wrong. */
  public static String outside(Roi roi, RoiFrame frame) {
    return "no pixel of the %d x %d px lies in %s; areas are in pixels of the slide's level 0, %s of them a pixel"
        .formatted(frame.width(), frame.height(), roi.name(), frame.scale());
  }

  /** No ROIs. */
  public static RoiCounters none() {
    return new RoiCounters(new RoiFrame(1, 1, 1), List.of());
  }

  /**
   * Takes the next rows.
   *
   * @param block where they lie; it has every column of the ROIs that it has rows of
   * @param blockLabels the block's labels, row by row; neither kept nor changed
   */
  public void accept(Region block, byte[] blockLabels) {
    for (Counter counter : counters) {
      if (counter.counts.isEmpty() && block.bottom() > counter.bounds.y()) {
        count(counter, block, blockLabels);
        counter.rowsBefore(block.bottom());
      }
    }
  }

  private void count(Counter counter, Region block, byte[] blockLabels) {
    Region bounds = counter.bounds;
    long bottom = Math.min(block.bottom(), bounds.bottom());
    int most = Math.max(1, LARGEST_PIECE / bounds.width());
    for (long y = Math.max(block.y(), bounds.y()); y < bottom; y += most) {
      Region piece = new Region(bounds.x(), y, bounds.width(), (int) Math.min(most, bottom - y));
      copy(block, blockLabels, piece);
      ignoreOutside(counter.roi, piece);
      counter.features().accept(labels, piece.width(), piece.height());
    }
  }

  private void copy(Region block, byte[] blockLabels, Region piece) {
    int pixels = Math.toIntExact(piece.area());
    labels = labels.length < pixels ? new byte[pixels] : labels;
    for (int row = 0; row < piece.height(); row++) {
      long from = (piece.y() + row - block.y()) * block.width() + piece.x() - block.x();
      System.arraycopy(
          blockLabels, Math.toIntExact(from), labels, row * piece.width(), piece.width());
    }
  }

  private void ignoreOutside(Roi roi, Region piece) {
    int pixels = Math.toIntExact(piece.area());
    outside = outside.length < pixels ? new byte[pixels] : outside;
    Arrays.fill(outside, 0, pixels, OUTSIDE);
    roi.area().paint(piece, frame.scale(), outside, (byte) 0);
    for (int i = 0; i < pixels; i++) {
      labels[i] |= outside[i];
    }
  }

  /**
   * The counts of each ROI, in their order.
   *
   * @throws IllegalStateException if rows of an ROI have not passed yet
   */
  public List<MaskCounts> counts() {
    return counters.stream()
        .map(
            counter ->
                counter.counts.orElseThrow(
                    () -> new IllegalStateException(counter.roi.name() + " is not counted yet")))
        .toList();
  }
}
