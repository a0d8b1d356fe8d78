package org.intarsia.pipeline.batch;

import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskCounts;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;

/** Counts what the features need in the bands that pass. */
final class FeatureSink implements MaskSink {
  static final FeatureSettings SETTINGS = FeatureSettings.standard();

  private final MaskFeatures features;

  FeatureSink(int classes) {
    this.features = MaskFeatures.of(classes, SETTINGS);
  }

  @Override
  public void accept(MaskBand band) {
    features.accept(band.labels(), band.width(), band.height());
  }

  MaskCounts counts() {
    return features.counts();
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
