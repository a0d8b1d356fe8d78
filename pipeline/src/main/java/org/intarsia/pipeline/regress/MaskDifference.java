package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.intarsia.classifier.Confusion;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/**
 * How a mask differs from the golden one.
 *
 * @param changed share of the pixels that differ
 * @param dice Dice by class, of classes with a thousandth of the golden pixels or more, and their
 *     {@code mean}
 * @param note why they cannot be compared, otherwise empty; all pixels count as changed then
 */
public record MaskDifference(double changed, Map<String, Double> dice, String note) {
  static final String MEAN = "mean";

  private static final double LEAST_SHARE = 0.001;

  static MaskDifference of(Path golden, Path mask) throws IOException {
    try (LabelMask expected = LabelMask.open(golden);
        LabelMask actual = LabelMask.open(mask)) {
      LabelKey key = key(expected);
      List<String> names = key.entries().stream().map(LabelKey.Entry::name).toList();
      List<String> found = key(actual).entries().stream().map(LabelKey.Entry::name).toList();
      if (!names.equals(found)) {
        return incomparable("its classes are " + found + ", the golden mask's " + names);
      }
      if (expected.width() != actual.width() || expected.height() != actual.height()) {
        return incomparable(
            "it is %d x %d px, the golden mask %d x %d px"
                .formatted(actual.width(), actual.height(), expected.width(), expected.height()));
      }
      Confusion confusion = compare(expected, key, actual, key(actual));
      double same = confusion.pixelAccuracy().orElse(1);
      return new MaskDifference(1 - same, dice(confusion, names), "");
    }
  }

  private static MaskDifference incomparable(String note) {
    return new MaskDifference(1, Map.of(MEAN, 0.0), note);
  }

  private static LabelKey key(LabelMask mask) throws IOException {
    return mask.statedKey()
        .orElseThrow(() -> new IOException(mask.file() + ": does not state its classes"));
  }

  private static Confusion compare(
      LabelMask expected, LabelKey expectedKey, LabelMask actual, LabelKey actualKey)
      throws IOException {
    Confusion.Builder confusion = Confusion.builder(expectedKey.classes());
    int width = expected.width();
    int bandRows = expected.bandRows();
    byte[] truth = new byte[Math.multiplyExact(width, bandRows)];
    byte[] found = new byte[truth.length];
    for (long y = 0; y < expected.height(); y += bandRows) {
      Region band = new Region(0, y, width, (int) Math.min(bandRows, expected.height() - y));
      expected.read(band, expectedKey, truth);
      actual.read(band, actualKey, found);
      confusion.count(truth, found, width * band.height());
    }
    return confusion.build();
  }

  /** Dice by class where the reference has enough of it, and the mean of these. */
  static Map<String, Double> dice(Confusion confusion, List<String> names) {
    Map<String, Double> dice = new LinkedHashMap<>();
    double sum = 0;
    for (int label = 0; label < names.size(); label++) {
      OptionalDouble value = confusion.f1(label);
      if (value.isPresent() && confusion.trueCount(label) >= LEAST_SHARE * confusion.total()) {
        dice.put(names.get(label), value.getAsDouble());
        sum += value.getAsDouble();
      }
    }
    dice.put(MEAN, dice.isEmpty() ? 1 : sum / dice.size());
    return dice;
  }
}
