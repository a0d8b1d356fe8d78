package org.intarsia.tiler.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The polygons of a GeoJSON geometry.
 *
 * @param polygons in the order of the file
 * @param skipped how many parts are no areas
 */
record GeoJsonAreas(List<Polygon> polygons, int skipped) {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final Set<String> NO_AREAS =
      Set.of("Point", "MultiPoint", "LineString", "MultiLineString");

  static GeoJsonAreas of(JsonNode geometry) {
    List<Polygon> polygons = new ArrayList<>();
    return new GeoJsonAreas(polygons, collect(geometry, polygons));
  }

  /** Adds the polygons; returns how many parts are none. */
  private static int collect(JsonNode geometry, List<Polygon> polygons) {
    if (geometry.isNull() || geometry.isMissingNode()) {
      return 1;
    }
    String type = geometry.path("type").asText("");
    JsonNode coordinates = geometry.path("coordinates");
    int skipped = 0;
    switch (type) {
      case "Polygon" -> polygons.add(polygon(coordinates));
      case "MultiPolygon" ->
          array(coordinates, "a MultiPolygon").forEach(part -> polygons.add(polygon(part)));
      case "GeometryCollection" -> {
        for (JsonNode part : array(geometry.path("geometries"), "a GeometryCollection")) {
          skipped += collect(part, polygons);
        }
      }
      default -> {
        if (!NO_AREAS.contains(type)) {
          throw new IllegalArgumentException(
              type.isEmpty() ? "it has no type" : "'" + type + "' is no geometry of GeoJSON");
        }
        skipped = 1;
      }
    }
    polygons.removeIf(Geometry::isEmpty);
    return skipped;
  }

  private static JsonNode array(JsonNode node, String what) {
    if (!node.isArray()) {
      throw new IllegalArgumentException(what + " without an array of its parts");
    }
    return node;
  }

  private static Polygon polygon(JsonNode rings) {
    if (array(rings, "a Polygon").isEmpty()) {
      return FACTORY.createPolygon();
    }
    LinearRing shell = ring(rings.path(0));
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = ring(rings.path(i + 1));
    }
    return FACTORY.createPolygon(shell, holes);
  }

  private static LinearRing ring(JsonNode points) {
    List<Coordinate> ring = new ArrayList<>();
    for (JsonNode point : array(points, "a ring")) {
      ring.add(new Coordinate(number(point, 0), number(point, 1)));
    }
    return Rings.closed(ring);
  }

  private static double number(JsonNode point, int index) {
    JsonNode value = point.path(index);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new IllegalArgumentException("a point is two finite numbers, not " + point);
    }
    return value.asDouble();
  }

  /** All of them as one geometry. */
  Geometry geometry() {
    return Rings.together(polygons);
  }
}
