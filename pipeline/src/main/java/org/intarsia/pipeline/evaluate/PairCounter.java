package org.intarsia.pipeline.evaluate;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.intarsia.classifier.AdaptedRandError;
import org.intarsia.classifier.Confusion;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/**
 * Counts a pair in bands of rows, so that memory does not grow with the masks' height.
 *
 * <p>A prediction at a coarser level of the same slide is compared at its own pixels: the true
 * label of one is that of the true pixel under its centre.
 */
final class PairCounter {
  private final MaskKeys keys;
  private final OptionalInt instances;
  private final Consumer<String> notes;

  /** For masks of these keys; {@code instances} is the class whose components are compared. */
  PairCounter(MaskKeys keys, OptionalInt instances, Consumer<String> notes) {
    this.keys = keys;
    this.instances = instances;
    this.notes = notes;
  }

  PairScore count(MaskPair pair) throws IOException, InterruptedException {
    try (LabelMask prediction = LabelMask.open(pair.prediction());
        LabelMask truth = LabelMask.open(pair.truth())) {
      checkSizes(pair, prediction, truth);
      Confusion.Builder confusion = Confusion.builder(keys.classes().classes());
      int width = prediction.width();
      Optional<AdaptedRandError.Builder> components =
          instances.isPresent()
              ? Optional.of(AdaptedRandError.builder(width, instances.getAsInt()))
              : Optional.empty();
      TruthRows rows = new TruthRows(truth, keys.truth(truth), width, prediction.height());
      LabelKey key = keys.prediction(prediction);
      byte[] predicted = new byte[Math.multiplyExact(width, prediction.bandRows())];
      byte[] expected = new byte[predicted.length];
      for (long y = 0; y < prediction.height(); y += prediction.bandRows()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("evaluating " + pair.name());
        }
        int height = (int) Math.min(prediction.bandRows(), prediction.height() - y);
        Region band = new Region(0, y, width, height);
        prediction.read(band, key, predicted);
        rows.read(y, height, expected);
        checkLabels(pair, band, expected, predicted);
        confusion.count(expected, predicted, width * height);
        for (int row = 0; components.isPresent() && row < height; row++) {
          components.get().row(expected, predicted, row * width);
        }
      }
      return new PairScore(
          pair.name(), confusion.build(), components.map(AdaptedRandError.Builder::build));
    }
  }

  private void checkSizes(MaskPair pair, LabelMask prediction, LabelMask truth) throws IOException {
    long width = prediction.width();
    long height = prediction.height();
    if (width == truth.width() && height == truth.height()) {
      return;
    }
    double columns = truth.width() / (double) width;
    double rows = truth.height() / (double) height;
    boolean sameAspect =
        Math.abs(truth.height() / columns - height) < 1
            || Math.abs(truth.width() / rows - width) < 1;
    String sizes =
        "%s is %d x %d px and %s is %d x %d px"
            .formatted(
                pair.prediction(), width, height, pair.truth(), truth.width(), truth.height());
    if (!sameAspect || columns < 1 || rows < 1) {
      throw new SlideReadException(
          pair.name(),
          sizes + "; a prediction has the size of the truth, or that of a coarser level of it");
    }
    notes.accept(
        pair.name()
            + ": "
            + sizes
            + "; compared at the prediction's pixels with the truth under their centres");
  }

  private void checkLabels(MaskPair pair, Region band, byte[] expected, byte[] predicted)
      throws IOException {
    int classes = keys.classes().classes();
    int pixels = Math.toIntExact(band.area());
    for (int i = 0; i < pixels; i++) {
      int t = expected[i] & 0xFF;
      int p = predicted[i] & 0xFF;
      if (t == Confusion.IGNORED || (t < classes && p < classes)) {
        continue;
      }
      boolean truth = t >= classes;
      throw new SlideReadException(
          (truth ? pair.truth() : pair.prediction()).toString(),
          String.format(
              Locale.ROOT,
              "label %d at (%d, %d) is not one of the %d classes (0 to %d)",
              truth ? t : p,
              band.x() + i % band.width(),
              band.y() + i / band.width(),
              classes,
              classes - 1));
    }
  }
}
