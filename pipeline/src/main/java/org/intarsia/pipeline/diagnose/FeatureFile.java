package org.intarsia.pipeline.diagnose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.intarsia.classifier.learning.FeatureTable;
import org.intarsia.pipeline.batch.UsageException;

/**
 * A table of features as {@code run} and {@code features} leave it.
 *
 * <p>Features are the columns of which every row holds a number, but for {@code slide}, {@code
 * roi}, {@code status}, {@code mpp}, {@code case} and {@code label}. Rows with a status other than
 * {@code done} are left out.
 *
 * @param table the features
 * @param names what each row is about
 * @param tissue square millimetres of tissue of each row, where {@code tissue_mm2} states them
 * @param warnings what was left out, a line each
 */
public record FeatureFile(
    FeatureTable table, List<RowName> names, List<OptionalDouble> tissue, List<String> warnings) {
  private static final Set<String> RESERVED =
      Set.of("slide", "roi", "status", "mpp", "case", "label");
  private static final String TISSUE = "tissue_mm2";

  /**
   * Reads a table to learn from.
   *
   * @throws UsageException naming file, line and column of what is wrong
   */
  public static FeatureFile read(Path file, ColumnChoice choice) {
    CsvTable csv = CsvTable.read(file);
    List<String> warnings = new ArrayList<>();
    List<CsvTable.Line> lines = rows(csv, warnings);
    List<String> free =
        csv.columns().stream().filter(column -> !RESERVED.contains(column)).toList();
    List<String> features = new ArrayList<>();
    for (String column : choice.of(free, file.toString())) {
      if (choice.isNamed(column) || isNumeric(csv, lines, column)) {
        features.add(column);
      } else {
        warnings.add("%s: column '%s' holds no numbers: left out".formatted(file, column));
      }
    }
    if (features.isEmpty()) {
      throw new UsageException(file + ": has no numeric column to learn from");
    }
    return of(csv, lines, features, warnings);
  }

  /**
   * Reads a table to say something of, with the columns of a model.
   *
   * @throws UsageException naming file, line and column of what is wrong
   */
  public static FeatureFile read(Path file, List<String> features) {
    CsvTable csv = CsvTable.read(file);
    List<String> missing = features.stream().filter(name -> !csv.has(name)).toList();
    if (!missing.isEmpty()) {
      throw new UsageException(
          ("%s: has another schema than the model: no column %s; make it with the version and the"
                  + " classes that the model was trained on")
              .formatted(file, missing));
    }
    List<String> warnings = new ArrayList<>();
    return of(csv, rows(csv, warnings), features, warnings);
  }

  private static FeatureFile of(
      CsvTable csv, List<CsvTable.Line> lines, List<String> features, List<String> warnings) {
    Map<RowName, Long> seen = new HashMap<>();
    List<RowName> names = new ArrayList<>();
    List<OptionalDouble> tissue = new ArrayList<>();
    double[][] rows = new double[lines.size()][features.size()];
    for (int row = 0; row < rows.length; row++) {
      CsvTable.Line line = lines.get(row);
      RowName name = new RowName(csv.filled(line, "slide"), csv.cell(line, "roi"));
      Long earlier = seen.put(name, line.number());
      if (earlier != null) {
        throw new UsageException(
            "%s, line %d: row '%s' is on line %d already"
                .formatted(csv.file(), line.number(), name.id(), earlier));
      }
      names.add(name);
      for (int column = 0; column < features.size(); column++) {
        rows[row][column] = number(csv, line, features.get(column));
      }
      boolean states = !csv.cell(line, TISSUE).isEmpty();
      tissue.add(states ? OptionalDouble.of(number(csv, line, TISSUE)) : OptionalDouble.empty());
    }
    List<String> ids = names.stream().map(RowName::id).toList();
    return new FeatureFile(new FeatureTable(features, ids, rows), names, tissue, warnings);
  }

  private static List<CsvTable.Line> rows(CsvTable csv, List<String> warnings) {
    csv.require("slide");
    List<CsvTable.Line> lines = new ArrayList<>();
    for (CsvTable.Line line : csv.lines()) {
      String status = csv.cell(line, "status");
      if (status.isEmpty() || status.equals("done")) {
        lines.add(line);
      } else {
        warnings.add(
            "%s, line %d: slide '%s' has status '%s': left out"
                .formatted(csv.file(), line.number(), csv.cell(line, "slide"), status));
      }
    }
    if (lines.isEmpty()) {
      throw new UsageException(csv.file() + ": has no row with status 'done'");
    }
    return lines;
  }

  /** A column is text only if not one row holds a number. */
  private static boolean isNumeric(CsvTable csv, List<CsvTable.Line> lines, String column) {
    return lines.stream().anyMatch(line -> parse(csv.cell(line, column)).isPresent());
  }

  private static OptionalDouble parse(String cell) {
    try {
      return cell.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(cell));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  private static double number(CsvTable csv, CsvTable.Line line, String column) {
    String cell = csv.cell(line, column);
    double value = parse(cell).orElse(Double.NaN);
    if (!Double.isFinite(value)) {
      throw new UsageException(
          ("%s, line %d (slide '%s'), column '%s': '%s' is not a finite number; mend it, or leave"
                  + " the column out with --leave")
              .formatted(csv.file(), line.number(), csv.cell(line, "slide"), column, cell));
    }
    return value;
  }
}
