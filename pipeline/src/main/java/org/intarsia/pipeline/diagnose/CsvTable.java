package org.intarsia.pipeline.diagnose;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.batch.UsageException;

/**
 * A CSV file with a line of names, RFC 4180, UTF-8.
 *
 * @param file where it was read
 * @param columns names, all different
 * @param lines the others; cells without blanks around them
 */
record CsvTable(Path file, List<String> columns, List<Line> lines) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /** One line and its number in the file, from 1. */
  record Line(long number, List<String> cells) {}

  static CsvTable read(Path file) {
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).setTrim(true).get();
    List<Line> lines = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.builder().setReader(reader).setFormat(format).get()) {
      for (CSVRecord record : parser) {
        lines.add(new Line(parser.getCurrentLineNumber(), record.toList()));
      }
    } catch (UncheckedIOException | CSVException e) {
      throw new UsageException(file + ": is not a CSV file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UsageException(file + ": cannot be read: " + e, e);
    }
    if (lines.isEmpty()) {
      throw new UsageException(file + ": is empty; it needs a line of column names");
    }
    List<String> columns = new ArrayList<>(lines.remove(0).cells());
    if (columns.get(0).startsWith(BYTE_ORDER_MARK)) {
      columns.set(0, columns.get(0).substring(1));
    }
    CsvTable table = new CsvTable(file, List.copyOf(columns), lines);
    table.check();
    return table;
  }

  private void check() {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new UsageException("%s: column '%s' comes twice".formatted(file, column));
      }
    }
    for (Line line : lines) {
      if (line.cells().size() != columns.size()) {
        throw new UsageException(
            "%s, line %d: has %d cells, but there are %d columns"
                .formatted(file, line.number(), line.cells().size(), columns.size()));
      }
    }
    if (lines.isEmpty()) {
      throw new UsageException(file + ": has column names, but no rows");
    }
  }

  boolean has(String column) {
    return columns.contains(column);
  }

  /** Refuses a table without a column. */
  void require(String column) {
    if (!has(column)) {
      throw new UsageException(
          "%s: has no column '%s'; there are %s".formatted(file, column, columns));
    }
  }

  /** A cell, empty if there is no such column. */
  String cell(Line line, String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : line.cells().get(at);
  }

  /** A cell that must not be empty. */
  String filled(Line line, String column) {
    String cell = cell(line, column);
    if (cell.isEmpty()) {
      throw new UsageException(
          "%s, line %d: column '%s' is empty".formatted(file, line.number(), column));
    }
    return cell;
  }
}
