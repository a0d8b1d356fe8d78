package org.intarsia.pipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.training.ModelExport;

/** What a training brought, for people. */
final class TrainingSummary {
  private TrainingSummary() {}

  static void print(ModelCard card, Path output, PrintWriter out) {
    JsonNode training = card.training();
    JsonNode validation = training.path("validation");
    if (validation.has("meanIoU")) {
      out.printf(
          Locale.ROOT,
          "best on validation after %d of %d steps: mean IoU %.4f, pixel accuracy %.4f%n",
          training.at("/schedule/bestStep").longValue(),
          training.at("/schedule/steps").longValue(),
          validation.path("meanIoU").doubleValue(),
          validation.path("accuracy").doubleValue());
      validation
          .path("IoU")
          .properties()
          .forEach(
              entry ->
                  out.printf(
                      Locale.ROOT,
                      "  %-24s IoU %.4f%n",
                      entry.getKey(),
                      entry.getValue().doubleValue()));
    }
    printCheck("archive", training.path("export"), out);
    printCheck("bfloat16 archive", training.at("/export/bfloat16"), out);
    out.printf("model: %s%ncard:  %s%n", output, ModelExport.cardFile(output));
    out.printf("in bfloat16: %s%n", ModelExport.compactFile(output));
  }

  private static void printCheck(String what, JsonNode check, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s against the trained network: largest difference of a probability %.1e, labels agree on"
            + " %.4f%% of pixels%n",
        what,
        check.path("largestProbabilityDifference").doubleValue(),
        100 * check.path("labelAgreement").doubleValue());
  }
}
