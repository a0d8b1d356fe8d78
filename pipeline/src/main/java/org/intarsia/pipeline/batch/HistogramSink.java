package org.intarsia.pipeline.batch;

import org.intarsia.classifier.TissueHistogram;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskSink;

/** Counts the labels of the bands that pass. */
final class HistogramSink implements MaskSink {
  private final TissueHistogram.Builder builder;

  HistogramSink(int classes) {
    this.builder = TissueHistogram.builder(classes);
  }

  @Override
  public void accept(MaskBand band) {
    builder.add(band.labels(), 0, band.width() * band.height());
  }

  TissueHistogram histogram() {
    return builder.build();
  }

  @Override
  public void finish() {}

  @Override
  public void close() {}
}
