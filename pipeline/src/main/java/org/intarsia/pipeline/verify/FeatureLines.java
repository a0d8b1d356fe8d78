package org.intarsia.pipeline.verify;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.batch.RunManifest;
import org.intarsia.pipeline.batch.SlideRecord;

/** The lines of {@code features.csv}, of slides and of ROIs, beside what the records say. */
final class FeatureLines {
  private static final String TABLE = "features.csv";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  /** Which line it is; {@code roi} is empty for a whole slide. */
  private record Key(String slide, String roi) {
    String subject() {
      return TABLE + ", line of " + slide + (roi.isEmpty() ? "" : ", " + roi);
    }
  }

  private final Map<Key, CSVRecord> lines;
  private final Set<Key> compared = new HashSet<>();

  private FeatureLines(Map<Key, CSVRecord> lines) {
    this.lines = lines;
  }

  /** Reads the table; one that is not there, or is none, has no lines. */
  static FeatureLines read(Path folder) throws IOException {
    Map<Key, CSVRecord> lines = new LinkedHashMap<>();
    Path table = folder.resolve(TABLE);
    if (Files.isRegularFile(table)) {
      try (Reader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
          CSVParser parser = FORMAT.parse(reader)) {
        for (CSVRecord line : parser) {
          if (line.isSet("slide") && line.isSet("roi")) {
            lines.put(new Key(line.get("slide"), line.get("roi")), line);
          }
        }
      } catch (UncheckedIOException | IllegalArgumentException e) {
        return new FeatureLines(Map.of()); // its digest differs, which is said
      }
    }
    return new FeatureLines(lines);
  }

  /** Compares the lines of a slide; one check a line if all is right, otherwise one a field. */
  List<Check> compare(String slide, SlideRecord record) {
    if (record.rois().isEmpty()) {
      return compare(new Key(slide, ""), record.features());
    }
    List<Check> checks = new ArrayList<>();
    for (SlideRecord.RoiFeatures roi : record.rois().get().areas()) {
      checks.addAll(compare(new Key(slide, roi.name()), roi.features()));
    }
    return checks;
  }

  private List<Check> compare(Key key, Map<String, Number> features) {
    compared.add(key);
    CSVRecord line = lines.get(key);
    if (line == null) {
      return List.of(new Check(key.subject(), Check.Outcome.MISSING, "no such line"));
    }
    List<Check> differences = new ArrayList<>();
    for (Map.Entry<String, Number> feature : features.entrySet()) {
      String actual = line.isSet(feature.getKey()) ? line.get(feature.getKey()) : "no such column";
      String expected = feature.getValue().toString();
      if (!actual.equals(expected)) {
        differences.add(Check.changed(key.subject() + ", " + feature.getKey(), expected, actual));
      }
    }
    return differences.isEmpty() ? List.of(Check.ok(key.subject())) : differences;
  }

  /**
   * Lines that nothing of the run stands behind; asked after all slides were compared. A slide that
   * was not compared, because its record cannot be read, may have any.
   */
  List<Check> unclaimed(List<RunManifest.Slide> slides) {
    Set<String> unread =
        slides.stream()
            .filter(RunManifest.Slide::done)
            .map(RunManifest.Slide::name)
            .collect(Collectors.toSet());
    compared.forEach(key -> unread.remove(key.slide()));
    Set<Key> others =
        slides.stream()
            .filter(slide -> !slide.done())
            .map(slide -> new Key(slide.name(), ""))
            .collect(Collectors.toSet());
    return lines.keySet().stream()
        .filter(key -> !compared.contains(key) && !others.contains(key))
        .filter(key -> !unread.contains(key.slide()))
        .map(key -> Check.changed(key.subject(), "no such line", "a line"))
        .toList();
  }
}
