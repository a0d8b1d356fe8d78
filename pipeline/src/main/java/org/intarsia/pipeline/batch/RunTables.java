package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.TissueClass;

/**
 * {@code features.csv}, {@code failures.csv} and {@code labels.csv}: RFC 4180, UTF-8, a point as
 * decimal sign.
 */
final class RunTables {
  static final String FEATURES = "features.csv";
  static final String FAILURES = "failures.csv";
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
    Optional<String> labels = LabelTable.csv(results);
    if (labels.isPresent()) {
      output.write(LabelTable.FILE, labels.get());
    }
  }

  /** SHA-256 of each table that is there, by file name. */
  static SortedMap<String, String> digests(OutputFolder output) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String name : List.of(FEATURES, FAILURES, LabelTable.FILE)) {
      Path table = output.root().resolve(name);
      if (Files.exists(table)) {
        digests.put(name, Digest.of(table));
      }
    }
    return digests;
  }

  private String features(List<SlideResult> results) throws IOException {
    return FeatureTable.csv(columns, results.stream().flatMap(RunTables::rows).toList());
  }

  /** One line a slide, or one for each of its ROIs. */
  private static Stream<FeatureTable.Row> rows(SlideResult result) {
    String name = result.slide().name();
    if (result instanceof SlideResult.Duplicate) {
      return Stream.of(FeatureTable.Row.duplicate(name));
    }
    if (!(result instanceof SlideResult.Done done)) {
      return Stream.of(FeatureTable.Row.of(name, "", Optional.empty()));
    }
    SlideRecord record = done.record();
    if (record.rois().isEmpty()) {
      return Stream.of(row(name, "", record, record.features()));
    }
    return record.rois().get().areas().stream()
        .map(roi -> row(name, roi.name(), record, roi.features()));
  }

  private static FeatureTable.Row row(
      String slide, String roi, SlideRecord record, Map<String, Number> features) {
    return FeatureTable.Row.of(
        slide,
        roi,
        Optional.of(new FeatureTable.Values(record.level().micronsPerPixel(), features)));
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
