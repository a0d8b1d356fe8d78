package org.intarsia.pipeline.features;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** Counts a mask, or an ROI of it, in bands of rows. */
final class MaskReading {
  private static final byte IGNORED = (byte) LabelKey.IGNORED;

  private final LabelMask mask;
  private final LabelKey key;
  private final FeatureSettings settings;
  private byte[] labels = new byte[0];
  private byte[] outside = new byte[0];

  MaskReading(LabelMask mask, LabelKey key, FeatureSettings settings) {
    this.mask = mask;
    this.key = key;
    this.settings = settings;
  }

  /** All of it. */
  MaskCounts whole() throws IOException, InterruptedException {
    Region all = new Region(0, 0, mask.width(), Math.toIntExact(mask.height()));
    return count(all, Optional.empty(), 1);
  }

  /**
   * What lies in an ROI.
   *
   * @param scale pixels of the ROI's along a pixel of the mask
   * @throws IOException if no pixel of the mask does
   */
  MaskCounts within(Roi roi, double scale) throws IOException, InterruptedException {
    Optional<Region> bounds =
        roi.area().bounds(scale, mask.width(), Math.toIntExact(mask.height()));
    if (bounds.isPresent()) {
      MaskCounts counts = count(bounds.get(), Optional.of(roi), scale);
      if (counts.histogram().total() > 0) {
        return counts;
      }
    }
    throw new IOException(
        "%s: no pixel that counts of the %d x %d px lies in %s; areas are in pixels of the slide's level 0, %s of them a pixel of the mask (--roi-mpp)"
            .formatted(mask.file(), mask.width(), mask.height(), roi.name(), scale));
  }

  private MaskCounts count(Region part, Optional<Roi> roi, double scale)
      throws IOException, InterruptedException {
    MaskFeatures features = MaskFeatures.of(key.classes(), settings);
    int bandRows = Math.min(part.height(), mask.bandRows());
    int pixels = Math.multiplyExact(part.width(), bandRows);
    labels = labels.length < pixels ? new byte[pixels] : labels;
    outside = roi.isPresent() && outside.length < pixels ? new byte[pixels] : outside;
    for (int y = 0; y < part.height(); y += bandRows) {
      if (Thread.interrupted()) {
        throw new InterruptedException("features of " + mask.file());
      }
      int rows = Math.min(bandRows, part.height() - y);
      Region band = new Region(part.x(), part.y() + y, part.width(), rows);
      mask.read(band, key, labels);
      if (roi.isPresent()) {
        ignoreOutside(roi.get(), band, scale);
      }
      features.accept(labels, band.width(), rows);
    }
    return features.counts();
  }

  private void ignoreOutside(Roi roi, Region band, double scale) {
    int pixels = Math.toIntExact(band.area());
    Arrays.fill(outside, 0, pixels, (byte) 1);
    roi.area().paint(band, scale, outside, (byte) 0);
    for (int i = 0; i < pixels; i++) {
      if (outside[i] != 0) {
        labels[i] = IGNORED;
      }
    }
  }
}
