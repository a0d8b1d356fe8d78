package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The form of {@code features.csv}: RFC 4180, a point as decimal sign. */
public final class FeatureTable {
  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  /**
   * What a line says.
   *
   * @param micronsPerPixel size of a pixel of the mask, if known
   * @param features numbers by column
   */
  public record Values(OptionalDouble micronsPerPixel, Map<String, Number> features) {}

  /** What became of a line. */
  public enum Status {
    DONE,
    FAILED,
    /** Another line stands for it. */
    DUPLICATE
  }

  /**
   * One line.
   *
   * @param slide name of the slide or mask
   * @param roi name of the ROI, empty for all of it
   * @param status what became of it
   * @param values empty unless it is done
   */
  public record Row(String slide, String roi, Status status, Optional<Values> values) {
    /** A line that is done if there are values, and has failed if not. */
    public static Row of(String slide, String roi, Optional<Values> values) {
      return new Row(slide, roi, values.isPresent() ? Status.DONE : Status.FAILED, values);
    }

    /** A line for which another stands. */
    public static Row duplicate(String slide) {
      return new Row(slide, "", Status.DUPLICATE, Optional.empty());
    }
  }

  private FeatureTable() {}

  /**
   * The table as text.
   *
   * @param columns columns of the features; a field is empty where a line has no such number
   */
  public static String csv(List<String> columns, List<Row> rows) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, FORMAT)) {
      List<String> header = new ArrayList<>(List.of("slide", "roi", "status", "mpp"));
      header.addAll(columns);
      printer.printRecord(header);
      for (Row row : rows) {
        printer.printRecord(fields(columns, row));
      }
    }
    return text.toString();
  }

  private static List<String> fields(List<String> columns, Row row) {
    List<String> fields = new ArrayList<>(List.of(row.slide(), row.roi()));
    fields.add(row.status().name().toLowerCase(Locale.ROOT));
    OptionalDouble size = row.values().map(Values::micronsPerPixel).orElse(OptionalDouble.empty());
    fields.add(size.isPresent() ? Double.toString(size.getAsDouble()) : "");
    Map<String, Number> features = row.values().map(Values::features).orElse(Map.of());
    for (String column : columns) {
      Number value = features.get(column);
      fields.add(value == null ? "" : value.toString());
    }
    return fields;
  }
}
