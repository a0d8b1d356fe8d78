package org.intarsia.pipeline.batch;

import java.util.List;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.pipeline.roi.RoiCounters;
import org.intarsia.slideio.Region;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;

/** Counts what the features need in the bands that pass, of the whole mask and of its ROIs. */
final class FeatureSink implements MaskSink {
  static final FeatureSettings SETTINGS = FeatureSettings.standard();

  private final MaskFeatures features;
  private final RoiCounters rois;

  FeatureSink(int classes, RoiCounters rois) {
    this.rois = rois;
    this.features = MaskFeatures.of(classes, SETTINGS);
  }

  @Override
  public void accept(MaskBand band) {
    features.accept(band.labels(), band.width(), band.height());
    rois.accept(new Region(0, band.y(), band.width(), band.height()), band.labels());
  }

  MaskCounts counts() {
    return features.counts();
  }

  /** What lies in each ROI, after the last band. */
  List<MaskCounts> roiCounts() {
    return rois.counts();
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
