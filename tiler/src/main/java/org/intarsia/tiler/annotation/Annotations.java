package org.intarsia.tiler.annotation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The areas of an annotation file: GeoJSON as QuPath writes it, XML of ASAP, or XML of Aperio
 * ImageScope.
 *
 * <p>Of GeoJSON are read a FeatureCollection, an array of features, a single feature, and a bare
 * geometry. An area is a Polygon with holes, a MultiPolygon, or what a GeometryCollection has of
 * them; points, lines and features without a geometry are left out and counted. A class is {@code
 * properties.classification}, its colour {@code color} (red, green, blue) or, as QuPath wrote until
 * 0.3, {@code colorRGB} (a signed integer). Rings that are not closed are closed.
 *
 * <p>Of ASAP are read polygons, rectangles and splines, these as the polygon through their points;
 * the class is the group. Of Aperio are read freehand regions, rectangles and ellipses, these to
 * 0.0001 px; the class is the name of the layer, else its description, else the text of the region;
 * negative regions are cut out of the others of their layer. What is no area, or encloses nothing,
 * is left out and counted. Document types and entities are never followed.
 *
 * @param areas in the order of the file
 * @param skipped how many geometries are no areas
 */
public record Annotations(List<Annotation> areas, int skipped) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LOOK_AHEAD = 256;

  /** Copies the list. */
  public Annotations {
    areas = List.copyOf(areas);
  }

  /**
   * Reads a file of any of these kinds; its first letter tells XML from GeoJSON.
   *
   * @throws IOException if it cannot be read or is none of them; names the file and the line, or
   *     the feature, counted from 0
   */
  public static Annotations read(Path file) throws IOException {
    return isXml(file) ? AnnotationXml.read(file) : readGeoJson(file);
  }

  private static boolean isXml(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(LOOK_AHEAD), StandardCharsets.UTF_8);
      return start.replace("\uFEFF", "").stripLeading().startsWith("<");
    }
  }

  private static Annotations readGeoJson(Path geojson) throws IOException {
    Reading reading = new Reading(geojson);
    try (JsonParser parser = MAPPER.createParser(Files.newBufferedReader(geojson))) {
      reading.root(parser);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new IOException(geojson + line + ": no JSON: " + e.getOriginalMessage(), e);
    }
    return new Annotations(reading.areas, reading.skipped);
  }

  private static final class Reading {
    private final Path file;
    private final List<Annotation> areas = new ArrayList<>();
    private int index;
    private int skipped;

    Reading(Path file) {
      this.file = file;
    }

    void root(JsonParser parser) throws IOException {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        features(parser);
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        throw new IOException(file + ": GeoJSON is an object or an array of features");
      }
      boolean collection = false;
      ObjectNode single = MAPPER.createObjectNode();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        if (name.equals("features") && value == JsonToken.START_ARRAY) {
          features(parser);
          collection = true;
        } else {
          single.set(name, MAPPER.readTree(parser));
        }
      }
      if (!collection) {
        feature(single);
      }
    }

    private void features(JsonParser parser) throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        feature(MAPPER.readTree(parser));
      }
    }

    private void feature(JsonNode node) throws IOException {
      try {
        boolean wrapped = node.path("type").asText().equals("Feature");
        GeoJsonAreas found = GeoJsonAreas.of(wrapped ? node.path("geometry") : node);
        skipped += found.skipped();
        if (!found.polygons().isEmpty()) {
          JsonNode properties = wrapped ? node.path("properties") : MAPPER.createObjectNode();
          areas.add(QuPathClass.of(properties).annotation(found.geometry()));
        }
        index++;
      } catch (IllegalArgumentException e) {
        throw new IOException("%s, feature %d: %s".formatted(file, index, e.getMessage()), e);
      }
    }
  }
}
