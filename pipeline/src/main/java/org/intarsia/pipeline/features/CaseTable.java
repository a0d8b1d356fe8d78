package org.intarsia.pipeline.features;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.UsageException;

/** Which case each slide is of: a CSV with the columns {@code slide} and {@code case}. */
public final class CaseTable {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setIgnoreEmptyLines(true)
          .get();

  private final Path file;
  private final Map<String, String> cases;

  private CaseTable(Path file, Map<String, String> cases) {
    this.file = file;
    this.cases = cases;
  }

  /**
   * Reads a table; a slide without a case is a case of its own.
   *
   * @throws UsageException if it cannot be read or is no such table; names file and line
   */
  public static CaseTable read(Path csv) {
    Map<String, String> cases = new HashMap<>();
    try (Reader reader = Files.newBufferedReader(csv, StandardCharsets.UTF_8);
        CSVParser parser = FORMAT.parse(reader)) {
      if (!parser.getHeaderMap().containsKey("slide")) {
        throw new UsageException(
            "%s: a table of cases has a column slide, and a column case; it has %s"
                .formatted(csv, parser.getHeaderNames()));
      }
      for (CSVRecord row : parser) {
        String slide = row.get("slide");
        boolean named = row.isSet("case") && !row.get("case").isEmpty();
        String other = cases.putIfAbsent(slide, named ? row.get("case") : slide);
        if (other != null) {
          throw new UsageException(
              "%s, line %d: slide %s is there twice"
                  .formatted(csv, row.getRecordNumber() + 1, slide));
        }
      }
    } catch (IOException e) {
      throw new UsageException(csv + ": cannot be read: " + e.getMessage(), e);
    }
    Map<String, String> names = new HashMap<>(cases);
    cases.forEach((slide, name) -> names.putIfAbsent(SlideInputs.name(Path.of(slide)), name));
    return new CaseTable(csv, names);
  }

  /**
   * The case of a mask; the table may name its slide with or without folder and extension.
   *
   * @throws IOException if the table has no such slide
   */
  String caseOf(String mask) throws IOException {
    return Optional.ofNullable(cases.get(mask))
        .orElseThrow(() -> new IOException("%s: no line for slide %s".formatted(file, mask)));
  }
}
