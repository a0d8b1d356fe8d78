package org.intarsia.tiler.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Geometry;

/** The class that QuPath gives a feature, in all the ways it was written so far. */
record QuPathClass(String name, Optional<Integer> rgb) {
  static QuPathClass of(JsonNode properties) {
    JsonNode classification = properties.path("classification");
    Optional<Integer> color = color(classification).or(() -> color(properties));
    if (classification.isTextual()) {
      return new QuPathClass(classification.asText(), color);
    }
    String name = classification.path("name").asText("");
    List<String> names = new ArrayList<>();
    classification.path("names").forEach(part -> names.add(part.asText()));
    return new QuPathClass(name.isEmpty() ? String.join(": ", names) : name, color);
  }

  private static Optional<Integer> color(JsonNode node) {
    JsonNode parts = node.path("color");
    if (parts.isArray() && parts.size() >= 3) {
      return Optional.of(part(parts, 0) << 16 | part(parts, 1) << 8 | part(parts, 2));
    }
    JsonNode packed = node.path("colorRGB");
    return packed.isIntegralNumber()
        ? Optional.of((int) (packed.asLong() & 0xFFFFFF))
        : Optional.empty();
  }

  private static int part(JsonNode parts, int index) {
    int value = parts.path(index).asInt(-1);
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("a color is three numbers of 0 to 255, not " + parts);
    }
    return value;
  }

  Annotation annotation(Geometry geometry) {
    return new Annotation(name, rgb, geometry);
  }
}
