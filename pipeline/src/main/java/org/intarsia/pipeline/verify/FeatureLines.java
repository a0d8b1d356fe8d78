package org.intarsia.pipeline.verify;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.batch.RunManifest;
import org.intarsia.pipeline.batch.SlideRecord;

/** The lines of {@code features.csv} that describe whole slides, beside what the records say. */
final class FeatureLines {
  private static final String TABLE = "features.csv";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final Map<String, CSVRecord> lines;

  private FeatureLines(Map<String, CSVRecord> lines) {
    this.lines = lines;
  }

  /** Reads the table; one that is not there, or is none, has no lines. */
  static FeatureLines read(Path folder) throws IOException {
    Map<String, CSVRecord> lines = new LinkedHashMap<>();
    Path table = folder.resolve(TABLE);
    if (Files.isRegularFile(table)) {
      try (Reader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
          CSVParser parser = FORMAT.parse(reader)) {
        for (CSVRecord line : parser) {
          if (line.isSet("slide") && line.isSet("roi") && line.get("roi").isEmpty()) {
            lines.put(line.get("slide"), line);
          }
        }
      } catch (UncheckedIOException | IllegalArgumentException e) {
        return new FeatureLines(Map.of()); // its digest differs, which is said
      }
    }
    return new FeatureLines(lines);
  }

  /** Compares the line of a slide; one check if all is right, otherwise one a field. */
  List<Check> compare(String slide, SlideRecord record) {
    String subject = TABLE + ", line of " + slide;
    CSVRecord line = lines.get(slide);
    if (line == null) {
      return List.of(new Check(subject, Check.Outcome.MISSING, "no such line"));
    }
    List<Check> differences = new ArrayList<>();
    for (Map.Entry<String, Number> feature : record.features().entrySet()) {
      String actual = line.isSet(feature.getKey()) ? line.get(feature.getKey()) : "no such column";
      String expected = feature.getValue().toString();
      if (!actual.equals(expected)) {
        differences.add(Check.changed(subject + ", " + feature.getKey(), expected, actual));
      }
    }
    return differences.isEmpty() ? List.of(Check.ok(subject)) : differences;
  }

  /** Lines that no slide of the run stands behind. */
  List<Check> unclaimed(List<RunManifest.Slide> slides) {
    List<String> names = slides.stream().map(RunManifest.Slide::name).toList();
    return lines.keySet().stream()
        .filter(name -> !names.contains(name))
        .map(name -> Check.changed(TABLE + ", line of " + name, "no such line", "a line"))
        .toList();
  }
}
