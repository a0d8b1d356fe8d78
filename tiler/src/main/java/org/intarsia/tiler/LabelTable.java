package org.intarsia.tiler;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The CSV form of a {@link LabelKey}. */
final class LabelTable {
  private static final String HEADER = "label,name,color";
  private static final List<String> COLUMNS = List.of("label", "name", "color");
  private static final String VALUE = "value";
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setTrim(true)
          .setIgnoreEmptyLines(true)
          .get();

  private LabelTable() {}

  static LabelKey read(Path csv) throws IOException {
    try (Reader reader = Files.newBufferedReader(csv, StandardCharsets.UTF_8);
        CSVParser parser = FORMAT.parse(reader)) {
      if (!parser.getHeaderNames().containsAll(COLUMNS)) {
        throw new IllegalArgumentException(
            "%s: a table of classes begins with the line %s (and may have a column value), not with %s"
                .formatted(csv, HEADER, String.join(",", parser.getHeaderNames())));
      }
      List<LabelKey.Entry> entries = new ArrayList<>();
      for (CSVRecord row : parser) {
        entries.add(entry(csv, row));
      }
      return keyOf(csv, entries);
    }
  }

  private static LabelKey keyOf(Path csv, List<LabelKey.Entry> entries) {
    try {
      return LabelKey.of(entries);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(csv + ": " + e.getMessage(), e);
    }
  }

  private static LabelKey.Entry entry(Path csv, CSVRecord row) {
    try {
      if (!row.isConsistent()) {
        throw new IllegalArgumentException(
            row.size() + " columns, not " + row.getParser().getHeaderNames().size());
      }
      int label = number("label", row.get("label"));
      String value = row.isMapped(VALUE) ? row.get(VALUE) : "";
      return new LabelKey.Entry(
          label,
          row.get("name"),
          color(row.get("color")),
          value.isEmpty() ? label : number(VALUE, value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(csv, row.getRecordNumber() + 1, e.getMessage()), e);
    }
  }

  private static int number(String column, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s must be a whole number, not '%s'".formatted(column, text), e);
    }
  }

  private static int color(String text) {
    if (!text.matches("#[0-9a-fA-F]{6}")) {
      throw new IllegalArgumentException("color must be #RRGGBB, not '" + text + "'");
    }
    return Integer.parseInt(text.substring(1), 16);
  }

  /** A table of these colours that a user can complete, on one line. */
  static String proposal(List<Integer> colors) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int label = 0; label < colors.size(); label++) {
      text.append(" / ")
          .append(label)
          .append(",class ")
          .append(label)
          .append(',')
          .append(LabelKey.hex(colors.get(label)));
    }
    return text.toString();
  }
}
