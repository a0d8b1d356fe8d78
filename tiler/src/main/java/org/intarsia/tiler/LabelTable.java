package org.intarsia.tiler;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the table of a {@link LabelKey}. */
final class LabelTable {
  private static final String COLOR = "#[0-9A-Fa-f]{6}";

  private final Path file;
  private final SortedMap<Integer, LabelKey.Entry> rows = new TreeMap<>();
  private final Map<Integer, Integer> colors = new HashMap<>();
  private final Map<Integer, Integer> greys = new HashMap<>();

  LabelTable(Path file) {
    this.file = file;
  }

  LabelKey read(Reader reader) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrim(true).get();
    int last = 1;
    try (CSVParser parser = format.parse(reader)) {
      List<String> columns = List.of();
      for (CSVRecord record : parser) {
        last = (int) record.getRecordNumber();
        List<String> cells = record.toList();
        if (last > 1) {
          row(last, columns, cells);
          continue;
        }
        columns =
            cells.stream()
                .map(name -> name.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT))
                .toList();
        if (!columns.containsAll(List.of("label", "name", "color"))) {
          throw wrong(
              1, "the first line must name the columns label,name,color and optionally value");
        }
      }
    }
    return key(last);
  }

  private LabelKey key(int line) {
    if (rows.size() < 2 || rows.lastKey() != rows.size() - 1) {
      throw wrong(
          line, "labels must count from 0 without gaps, at least 2; found " + rows.keySet());
    }
    Map<Integer, Integer> pixels = new HashMap<>(greys);
    pixels.putAll(colors);
    for (var grey : greys.entrySet()) {
      Integer label = pixels.get(grey.getKey());
      if (label != null && !label.equals(grey.getValue())) {
        throw wrong(line, LabelKey.hex(grey.getKey()) + " means two classes, one as a grey value");
      }
    }
    return LabelKey.of(rows, pixels);
  }

  private void row(int number, List<String> columns, List<String> cells) {
    if (cells.size() != columns.size()) {
      throw wrong(number, "%d cells for %d columns".formatted(cells.size(), columns.size()));
    }
    int label = number(number, "label", cells.get(columns.indexOf("label")));
    String color = cells.get(columns.indexOf("color"));
    if (!color.matches(COLOR)) {
      throw wrong(number, "color must be #RRGGBB, not '" + color + "'");
    }
    int rgb = Integer.parseInt(color.substring(1), 16);
    int valueColumn = columns.indexOf("value");
    int grey =
        valueColumn < 0 || cells.get(valueColumn).isEmpty()
            ? label
            : number(number, "value", cells.get(valueColumn));
    if (colors.put(rgb, label) != null) {
      throw wrong(number, color + " is the colour of two classes");
    }
    if (greys.put(grey * 0x010101, label) != null) {
      throw wrong(number, "grey value " + grey + " is that of two classes");
    }
    if (label != LabelKey.IGNORED
        && rows.put(label, new LabelKey.Entry(cells.get(columns.indexOf("name")), rgb)) != null) {
      throw wrong(number, "label " + label + " is there twice");
    }
  }

  private int number(int line, String column, String text) {
    if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > 255) {
      throw wrong(line, column + " must be 0 to 255, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(file + ", line " + line + ": " + what);
  }
}
