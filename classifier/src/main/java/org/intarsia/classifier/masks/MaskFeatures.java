package org.intarsia.classifier.masks;

import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.classifier.Confusion;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.TissueHistogram;

/**
 * Takes the bands of one mask, from top to bottom, and makes the features of the mask.
 *
 * <p>Bands may have any heights, one row or the whole mask: the features are the same to the last
 * bit. Memory is that of as many rows and their runs as the largest distance, and of the components
 * that cross the last row; it does not depend on the mask's height. Label 255 is no pixel: it is in
 * no count, and nothing borders on it. Not thread-safe.
 */
public final class MaskFeatures {
  private final RunWindow window;
  private final long[] pixels;
  private final CoOccurrence.Builder coOccurrence;

  /** Pairs at distance 1: the same object if the settings ask for that distance. */
  private final CoOccurrence.Builder neighbours;

  private final ComponentTracker components;

  private MaskFeatures(int classes, FeatureSettings settings) {
    int before = Math.max(1, CoOccurrence.Builder.depth(settings.distances()));
    this.window = new RunWindow(classes, before);
    this.pixels = new long[classes];
    this.coOccurrence = CoOccurrence.builder(classes, settings.distances());
    this.neighbours =
        settings.distances().contains(1) ? coOccurrence : CoOccurrence.builder(classes, List.of(1));
    this.components = ComponentTracker.of(classes, settings.minimalPixels());
  }

  /**
   * For a mask of labels below {@code classes}, or 255.
   *
   * @param classes 1 to 255
   */
  public static MaskFeatures of(int classes, FeatureSettings settings) {
    return new MaskFeatures(classes, settings);
  }

  /**
   * The names of all features that a mask can have, in their order.
   *
   * @param background label of the class that is no tissue
   */
  public static List<String> columns(
      List<String> classNames, int background, FeatureSettings settings) {
    return of(classNames.size(), settings)
        .counts()
        .features(classNames, background, OptionalDouble.of(1))
        .names();
  }

  /**
   * Takes the next band.
   *
   * @param labels the first {@code width * rows} labels, row by row; not kept
   * @param width columns, the same for all bands
   * @throws IllegalArgumentException if a label has no class or the width changes; says where. This
   *     object is of no use then
   */
  public MaskFeatures accept(byte[] labels, int width, int rows) {
    window.accept(labels, width, rows, this::row);
    return this;
  }

  private void row(RunWindow rows) {
    LabelRuns runs = rows.row(0);
    for (int run = 0; run < runs.count(); run++) {
      if (runs.label(run) != Confusion.IGNORED) {
        pixels[runs.label(run)] += runs.end(run) - runs.start(run);
      }
    }
    coOccurrence.row(rows);
    if (neighbours != coOccurrence) {
      neighbours.row(rows);
    }
    components.row(rows);
  }

  /** What was counted so far, as if the mask ended here; more bands may follow. */
  public MaskCounts counts() {
    CoOccurrence pairs = coOccurrence.build();
    CoOccurrence beside = neighbours == coOccurrence ? pairs : neighbours.build();
    return new MaskCounts(
        TissueHistogram.of(pixels.clone()), pairs, InterfaceLengths.of(beside), components.build());
  }

  /** The features of {@link #counts}, see {@link MaskCounts#features}. */
  public DiagnosisFeatures features(
      List<String> classNames, int background, OptionalDouble micronsPerPixel) {
    return counts().features(classNames, background, micronsPerPixel);
  }
}
