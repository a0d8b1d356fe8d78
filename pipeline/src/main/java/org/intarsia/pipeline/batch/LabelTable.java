package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * {@code labels.csv}: what lists of slides say is to be learned of those that were done, as {@code
 * diagnose} takes it; with a column {@code case} if any slide has one, the others being their own.
 */
final class LabelTable {
  static final String FILE = "labels.csv";

  private LabelTable() {}

  /** The table as text; empty if no slide that was done has a label. */
  static Optional<String> csv(List<SlideResult> results) throws IOException {
    List<SlideInput> labelled = new ArrayList<>();
    for (SlideResult result : results) {
      if (result instanceof SlideResult.Done && result.slide().wishes().label().isPresent()) {
        labelled.add(result.slide());
      }
    }
    if (labelled.isEmpty()) {
      return Optional.empty();
    }
    boolean cases = labelled.stream().anyMatch(slide -> slide.wishes().owner().isPresent());
    StringWriter text = new StringWriter();
    try (CSVPrinter printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
      printer.printRecord(cases ? List.of("slide", "label", "case") : List.of("slide", "label"));
      for (SlideInput slide : labelled) {
        List<String> fields = new ArrayList<>(List.of(slide.name()));
        fields.add(slide.wishes().label().orElse(""));
        if (cases) {
          fields.add(slide.wishes().owner().orElse(slide.name()));
        }
        printer.printRecord(fields);
      }
    }
    return Optional.of(text.toString());
  }
}
