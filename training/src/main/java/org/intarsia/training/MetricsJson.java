package org.intarsia.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.intarsia.classifier.Confusion;

/** Metrics as JSON, exactly. */
final class MetricsJson {
  private MetricsJson() {}

  static ObjectNode write(Metrics metrics) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("step", metrics.step()).put("learningRate", metrics.learningRate());
    json.put("loss", metrics.loss()).put("seconds", metrics.seconds());
    json.put("patchesPerSecond", metrics.patchesPerSecond());
    metrics
        .validation()
        .ifPresent(
            validation -> {
              ObjectNode part = json.putObject("validation");
              part.put("loss", validation.loss());
              ArrayNode rows = part.putArray("confusion");
              int classes = validation.confusion().classes();
              for (int t = 0; t < classes; t++) {
                ArrayNode numbers = rows.addArray();
                for (int p = 0; p < classes; p++) {
                  numbers.add(validation.confusion().count(t, p));
                }
              }
            });
    return json;
  }

  static Metrics read(JsonNode json) {
    Optional<Metrics.Validation> validation = Optional.empty();
    if (json.has("validation")) {
      JsonNode rows = json.at("/validation/confusion");
      long[][] counts = new long[rows.size()][rows.size()];
      for (int t = 0; t < counts.length; t++) {
        for (int p = 0; p < counts.length; p++) {
          counts[t][p] = rows.path(t).path(p).longValue();
        }
      }
      validation =
          Optional.of(
              new Metrics.Validation(
                  json.at("/validation/loss").doubleValue(), Confusion.of(counts)));
    }
    return new Metrics(
        json.path("step").longValue(),
        json.path("learningRate").doubleValue(),
        json.path("loss").doubleValue(),
        validation,
        json.path("seconds").doubleValue(),
        json.path("patchesPerSecond").doubleValue());
  }
}
