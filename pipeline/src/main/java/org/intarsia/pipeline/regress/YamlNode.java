package org.intarsia.pipeline.regress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.intarsia.pipeline.batch.UsageException;

/** A value of a YAML file that knows its line, so that an error can name the place to mend. */
final class YamlNode {
  private final Place place;
  private final Optional<String> text;
  private final Map<String, YamlNode> fields = new LinkedHashMap<>();
  private final List<YamlNode> items = new ArrayList<>();
  private final Shape shape;

  private enum Shape {
    TEXT,
    FIELDS,
    LIST
  }

  private record Place(Path file, int line, String key) {
    Place at(int there, String below) {
      return new Place(file, there, key.isEmpty() ? below : key + below);
    }
  }

  private YamlNode(Place place, Shape shape, Optional<String> text) {
    this.place = place;
    this.shape = shape;
    this.text = text;
  }

  /**
   * Reads a file.
   *
   * @throws UsageException if it cannot be read or is no YAML; names file, line and reason
   */
  static YamlNode read(Path file) {
    YAMLFactory factory =
        YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        JsonParser parser = factory.createParser(reader)) {
      if (parser.nextToken() == null) {
        throw new UsageException(file + ": the file is empty; a suite has a name and cases");
      }
      return value(parser, new Place(file, parser.currentTokenLocation().getLineNr(), ""));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw new UsageException(
          "%s, line %d: no YAML: %s"
              .formatted(file, line, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    } catch (IOException e) {
      throw new UsageException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }

  private static YamlNode value(JsonParser parser, Place place) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      YamlNode node = new YamlNode(place, Shape.FIELDS, Optional.empty());
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        int line = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
        node.fields.put(
            key, value(parser, place.at(line, (place.key().isEmpty() ? "" : ".") + key)));
      }
      return node;
    }
    if (token == JsonToken.START_ARRAY) {
      YamlNode node = new YamlNode(place, Shape.LIST, Optional.empty());
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = parser.currentTokenLocation().getLineNr();
        node.items.add(value(parser, place.at(line, "[" + node.items.size() + "]")));
      }
      return node;
    }
    return new YamlNode(
        place,
        Shape.TEXT,
        token == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(parser.getText()));
  }

  /** An error at this place. */
  UsageException wrong(String what) {
    String key = place.key().isEmpty() ? "" : ", " + place.key();
    return new UsageException("%s, line %d%s: %s".formatted(place.file(), place.line(), key, what));
  }

  /** Checks that this has fields, and none but these. */
  YamlNode only(String... keys) {
    if (shape != Shape.FIELDS) {
      throw wrong("must have fields, of " + String.join(", ", keys));
    }
    for (Map.Entry<String, YamlNode> field : fields.entrySet()) {
      if (!Arrays.asList(keys).contains(field.getKey())) {
        throw field.getValue().wrong("no such key; there are " + String.join(", ", keys));
      }
    }
    return this;
  }

  Optional<YamlNode> field(String key) {
    return Optional.ofNullable(fields.get(key));
  }

  YamlNode need(String key) {
    return field(key).orElseThrow(() -> wrong("the key " + key + " is missing; add it"));
  }

  List<YamlNode> items() {
    if (shape != Shape.LIST || items.isEmpty()) {
      throw wrong("must be a list of at least one");
    }
    return items;
  }

  String text() {
    if (shape != Shape.TEXT) {
      throw wrong("must be a text or a number, not a list or fields");
    }
    return text.filter(value -> !value.isBlank())
        .orElseThrow(() -> wrong("has no value; give it one, or leave the key out"));
  }

  double number(double least, double most) {
    double value;
    try {
      value = Double.parseDouble(text());
    } catch (NumberFormatException e) {
      throw wrong("must be a number, not '" + text() + "'");
    }
    if (!(value >= least && value <= most)) {
      throw wrong("must be %s to %s, not %s".formatted(least, most, text()));
    }
    return value;
  }

  long integer(long least, long most) {
    long value;
    try {
      value = Long.parseLong(text());
    } catch (NumberFormatException e) {
      throw wrong("must be a whole number, not '" + text() + "'");
    }
    if (value < least || value > most) {
      throw wrong("must be %d to %d, not %d".formatted(least, most, value));
    }
    return value;
  }

  /** One of the words for an enum's constants: lower case, with dashes. */
  <E extends Enum<E>> E choice(Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(text())) {
        return constant;
      }
    }
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(YamlNode::word)
            .collect(Collectors.joining(", "));
    throw wrong("must be one of %s, not '%s'".formatted(words, text()));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
