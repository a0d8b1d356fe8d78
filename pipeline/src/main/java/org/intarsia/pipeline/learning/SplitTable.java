package org.intarsia.pipeline.learning;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.intarsia.slideio.WholeFile;
import org.intarsia.training.ImageSplit;
import org.intarsia.training.LabelledImage;

/** {@code split.csv}: which image is on which side. */
final class SplitTable {
  private SplitTable() {}

  static void write(ImageSplit split, Path file) throws IOException {
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord("image", "side");
      for (LabelledImage image : split.training()) {
        printer.printRecord(image.name(), "training");
      }
      for (LabelledImage image : split.validation()) {
        printer.printRecord(image.name(), "validation");
      }
    }
    WholeFile.write(file, partial -> Files.writeString(partial, text.toString()));
  }
}
