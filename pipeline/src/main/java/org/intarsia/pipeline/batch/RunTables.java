package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.TissueClass;

/** {@code features.csv} and {@code failures.csv}: RFC 4180, UTF-8, a point as decimal sign. */
final class RunTables {
  private static final String FEATURES = "features.csv";
  private static final String FAILURES = "failures.csv";
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final List<String> columns;

  private RunTables(List<String> columns) {
    this.columns = columns;
  }

  /** Tables of a model's classes. */
  static RunTables of(ModelCard card) {
    List<String> classes = card.classes().stream().map(TissueClass::name).toList();
    return new RunTables(MaskFeatures.columns(classes, card.background(), FeatureSink.SETTINGS));
  }

  void write(OutputFolder output, List<SlideResult> results) throws IOException {
    output.write(FEATURES, features(results));
    List<SlideResult.Failed> failed =
        results.stream()
            .filter(SlideResult.Failed.class::isInstance)
            .map(SlideResult.Failed.class::cast)
            .toList();
    if (failed.isEmpty()) {
      output.remove(FAILURES);
    } else {
      output.write(FAILURES, failures(failed));
    }
  }

  private String features(List<SlideResult> results) throws IOException {
    return FeatureTable.csv(columns, results.stream().map(RunTables::row).toList());
  }

  private static FeatureTable.Row row(SlideResult result) {
    Optional<FeatureTable.Values> values = Optional.empty();
    if (result instanceof SlideResult.Done done) {
      SlideRecord record = done.record();
      values =
          Optional.of(new FeatureTable.Values(record.level().micronsPerPixel(), record.features()));
    }
    return new FeatureTable.Row(result.slide().name(), "", values);
  }

  private static String failures(List<SlideResult.Failed> failed) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      printer.printRecord("slide", "stage", "error", "message");
      for (SlideResult.Failed each : failed) {
        printer.printRecord(
            each.slide().file(), each.stage().title(), each.error(), each.message());
      }
    }
    return text.toString();
  }
}
