package org.intarsia.pipeline.learning;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.slideio.WholeFile;
import org.intarsia.training.Metrics;

/** {@code metrics.csv}: one line a look at the validation images. */
public final class MetricsTable {
  private MetricsTable() {}

  /**
   * Writes the table.
   *
   * @param classes names, for the columns {@code iou_NAME}
   * @param file replaced in one go
   */
  public static void write(List<Metrics> history, List<String> classes, Path file)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      List<String> header =
          new ArrayList<>(
              List.of(
                  "step",
                  "learning_rate",
                  "loss",
                  "validation_loss",
                  "validation_mean_iou",
                  "validation_accuracy"));
      classes.forEach(name -> header.add("iou_" + name.replace(' ', '_')));
      header.addAll(List.of("patches_per_second", "seconds"));
      printer.printRecord(header);
      for (Metrics metrics : history) {
        printer.printRecord(row(metrics, classes.size()));
      }
    }
    WholeFile.write(file, partial -> Files.writeString(partial, text.toString()));
  }

  private static List<String> row(Metrics metrics, int classes) {
    List<String> row = new ArrayList<>();
    row.add(Long.toString(metrics.step()));
    row.add(String.format(Locale.ROOT, "%.6g", metrics.learningRate()));
    row.add(number(OptionalDouble.of(metrics.loss())));
    if (metrics.validation().isPresent()) {
      Metrics.Validation validation = metrics.validation().get();
      row.add(number(OptionalDouble.of(validation.loss())));
      row.add(number(validation.confusion().meanIou()));
      row.add(number(validation.confusion().pixelAccuracy()));
      for (int c = 0; c < classes; c++) {
        row.add(number(validation.confusion().iou(c)));
      }
    } else {
      for (int i = 0; i < 3 + classes; i++) {
        row.add("");
      }
    }
    row.add(String.format(Locale.ROOT, "%.1f", metrics.patchesPerSecond()));
    row.add(String.format(Locale.ROOT, "%.1f", metrics.seconds()));
    return row;
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.6f", value.getAsDouble());
  }
}
