package org.intarsia.pipeline.features;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.pipeline.roi.Roi;
import org.intarsia.pipeline.roi.RoiCounters;
import org.intarsia.pipeline.roi.RoiFrame;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** Counts a mask, or an ROI of it, in bands of rows. */
final class MaskReading {
  private final LabelMask mask;
  private final LabelKey key;
  private final FeatureSettings settings;
  private byte[] labels = new byte[0];

  MaskReading(LabelMask mask, LabelKey key, FeatureSettings settings) {
    this.mask = mask;
    this.key = key;
    this.settings = settings;
  }

  /** All of it. */
  MaskCounts whole() throws IOException, InterruptedException {
    MaskFeatures features = MaskFeatures.of(key.classes(), settings);
    Region all = new Region(0, 0, mask.width(), Math.toIntExact(mask.height()));
    read(all, band -> features.accept(labels, band.width(), band.height()));
    return features.counts();
  }

  /**
   * What lies in an ROI.
   *
   * @param frame the mask's
   * @throws IOException if no pixel of the mask does
   */
  MaskCounts within(Roi roi, RoiFrame frame) throws IOException, InterruptedException {
    Optional<Region> bounds = roi.area().bounds(frame.scale(), frame.width(), frame.height());
    if (bounds.isPresent()) {
      RoiCounters counters = RoiCounters.of(List.of(roi), frame, key.classes(), settings);
      read(bounds.get(), band -> counters.accept(band, labels));
      MaskCounts counts = counters.counts().get(0);
      if (counts.histogram().total() > 0) {
        return counts;
      }
    }
    throw new IOException(
        "%s: no pixel that counts of the %d x %d px lies in %s; areas are in pixels of the slide's level 0, %s of them a pixel of the mask (--roi-mpp)"
            .formatted(mask.file(), mask.width(), mask.height(), roi.name(), frame.scale()));
  }

  private void read(Region part, Consumer<Region> taker) throws IOException, InterruptedException {
    int bandRows = Math.min(part.height(), mask.bandRows());
    int pixels = Math.multiplyExact(part.width(), bandRows);
    labels = labels.length < pixels ? new byte[pixels] : labels;
    for (int y = 0; y < part.height(); y += bandRows) {
      if (Thread.interrupted()) {
        throw new InterruptedException("features of " + mask.file());
      }
      int rows = Math.min(bandRows, part.height() - y);
      Region band = new Region(part.x(), part.y() + y, part.width(), rows);
      mask.read(band, key, labels);
      taker.accept(band);
    }
  }
}
