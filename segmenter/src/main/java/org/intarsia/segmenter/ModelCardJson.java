package org.intarsia.segmenter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** The JSON form of a model card: strict on what is there, plain about what is missing. */
final class ModelCardJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "license",
          "classes",
          "micronsPerPixel",
          "patch",
          "halo",
          "stride",
          "padding",
          "normalization",
          "output",
          "background",
          "sha256",
          "training");

  private final String origin;
  private final JsonNode root;

  private ModelCardJson(String origin, JsonNode root) {
    this.origin = origin;
    this.root = root;
  }

  static ModelCard parse(String json, String origin) throws SegmentationException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new SegmentationException(
          "%s: not JSON (line %d, column %d)"
              .formatted(origin, e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
    if (!root.isObject()) {
      throw new SegmentationException(origin + ": a model card is a JSON object {...}");
    }
    return new ModelCardJson(origin, root).card();
  }

  private ModelCard card() throws SegmentationException {
    for (var names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw fault(name, "is no field of a model card");
      }
    }
    try {
      return new ModelCard(
          text("name"),
          root.path("version").asText("0"),
          root.path("license").asText("unknown"),
          classes(),
          root.hasNonNull("micronsPerPixel")
              ? OptionalDouble.of(number(root, "micronsPerPixel", ""))
              : OptionalDouble.empty(),
          integer("patch", 256),
          integer("halo", 0),
          integer("stride", 1),
          choice(Padding.class, "padding", Padding.SAME),
          normalization(),
          choice(Output.class, "output", Output.LOGITS),
          integer("background", 0),
          root.path("sha256").asText("").toLowerCase(Locale.ROOT),
          root.hasNonNull("training") ? root.get("training") : ModelCard.untrained());
    } catch (IllegalArgumentException e) {
      throw new SegmentationException(origin + ": " + e.getMessage(), e);
    }
  }

  private SegmentationException fault(String field, String reason) {
    return new SegmentationException(origin + ": " + field + ": " + reason);
  }

  private String text(String field) throws SegmentationException {
    JsonNode node = root.path(field);
    if (!node.isTextual()) {
      throw fault(field, node.isMissingNode() ? "is missing" : "must be a text, not " + node);
    }
    return node.textValue();
  }

  private double number(JsonNode parent, String field, String prefix) throws SegmentationException {
    JsonNode node = parent.path(field);
    if (!node.isNumber()) {
      throw fault(
          prefix + field, node.isMissingNode() ? "is missing" : "must be a number, not " + node);
    }
    return node.doubleValue();
  }

  private int integer(String field, int otherwise) throws SegmentationException {
    JsonNode node = root.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw fault(field, "must be a whole number, not " + node);
    }
    return node.intValue();
  }

  private <E extends Enum<E>> E choice(Class<E> type, String field, E otherwise)
      throws SegmentationException {
    JsonNode node = root.path(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      allowed.add(lower(constant));
      if (lower(constant).equals(node.textValue())) {
        return constant;
      }
    }
    throw fault(field, "must be " + String.join(" or ", allowed) + ", not " + node);
  }

  private List<TissueClass> classes() throws SegmentationException {
    JsonNode array = root.path("classes");
    if (!array.isArray()) {
      throw fault("classes", "must be a list of {\"name\": ..., \"color\": \"#RRGGBB\"}");
    }
    List<TissueClass> classes = new ArrayList<>();
    for (JsonNode node : array) {
      String place = "classes[" + classes.size() + "]";
      String color = node.path("color").asText("");
      if (node.path("name").asText("").isBlank()) {
        throw fault(place, "needs a name");
      }
      if (!color.matches("#[0-9A-Fa-f]{6}")) {
        throw fault(place, "color must be \"#RRGGBB\", not '" + color + "'");
      }
      classes.add(
          new TissueClass(node.get("name").asText(), Integer.parseInt(color.substring(1), 16)));
    }
    return classes;
  }

  private Normalization normalization() throws SegmentationException {
    JsonNode node = root.path("normalization");
    if (node.isMissingNode()) {
      throw fault("normalization", "is missing; give {\"scale\", \"mean\", \"std\"}");
    }
    try {
      return new Normalization(
          number(node, "scale", "normalization."), numbers(node, "mean"), numbers(node, "std"));
    } catch (IllegalArgumentException e) {
      throw new SegmentationException(origin + ": normalization: " + e.getMessage(), e);
    }
  }

  private List<Double> numbers(JsonNode parent, String field) throws SegmentationException {
    JsonNode array = parent.path(field);
    List<Double> values = new ArrayList<>();
    for (JsonNode node : array) {
      if (!node.isNumber()) {
        throw fault("normalization." + field, "must be 3 numbers, not " + array);
      }
      values.add(node.doubleValue());
    }
    return values;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String write(ModelCard card) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("name", card.name()).put("version", card.version()).put("license", card.license());
    ArrayNode classes = root.putArray("classes");
    for (TissueClass tissue : card.classes()) {
      classes.addObject().put("name", tissue.name()).put("color", tissue.color());
    }
    card.micronsPerPixel().ifPresent(mpp -> root.put("micronsPerPixel", mpp));
    root.put("patch", card.patch()).put("halo", card.halo()).put("stride", card.stride());
    root.put("padding", lower(card.padding()));
    ObjectNode normalization = root.putObject("normalization");
    normalization.put("scale", card.normalization().scale());
    card.normalization().mean().forEach(normalization.putArray("mean")::add);
    card.normalization().std().forEach(normalization.putArray("std")::add);
    root.put("output", lower(card.output())).put("background", card.background());
    if (!card.sha256().isEmpty()) {
      root.put("sha256", card.sha256());
    }
    root.set("training", card.training());
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(indenter);
    printer.indentArraysWith(indenter);
    try {
      return MAPPER.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree always prints", e);
    }
  }
}
