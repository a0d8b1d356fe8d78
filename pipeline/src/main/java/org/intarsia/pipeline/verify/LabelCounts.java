package org.intarsia.pipeline.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.intarsia.classifier.TissueHistogram;
import org.intarsia.pipeline.batch.SlideRecord;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** Counts a mask's labels again. */
final class LabelCounts {
  private LabelCounts() {}

  /** One check if every class has the pixels that the record says, otherwise one a class. */
  static List<Check> compare(String subject, Path file, SlideRecord record)
      throws InterruptedException {
    TissueHistogram counted;
    try (LabelMask mask = LabelMask.open(file)) {
      counted = count(mask, record.classes().size());
    } catch (IOException | IllegalArgumentException e) {
      return List.of(
          Check.changed(subject + ", labels", "a readable mask", String.valueOf(e.getMessage())));
    }
    List<Check> differences = new ArrayList<>();
    for (int label = 0; label < record.classes().size(); label++) {
      SlideRecord.ClassCount expected = record.classes().get(label);
      if (expected.pixels() != counted.count(label)) {
        differences.add(
            Check.changed(
                subject + ", " + expected.name(),
                expected.pixels() + " px",
                counted.count(label) + " px"));
      }
    }
    return differences.isEmpty() ? List.of(Check.ok(subject + ", labels")) : differences;
  }

  private static TissueHistogram count(LabelMask mask, int classes)
      throws IOException, InterruptedException {
    Optional<LabelKey> key = mask.statedKey();
    if (key.isEmpty()) {
      throw new IOException("it does not state its classes");
    }
    TissueHistogram.Builder histogram = TissueHistogram.builder(classes);
    byte[] labels = new byte[Math.multiplyExact(mask.width(), mask.bandRows())];
    for (long y = 0; y < mask.height(); y += mask.bandRows()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("counting " + mask.file());
      }
      int rows = (int) Math.min(mask.bandRows(), mask.height() - y);
      mask.read(new Region(0, y, mask.width(), rows), key.get(), labels);
      histogram.add(labels, 0, mask.width() * rows);
    }
    return histogram.build();
  }
}
