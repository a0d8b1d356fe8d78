package org.intarsia.tiler.annotation;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.PolygonExtracter;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.polygonize.Polygonizer;

/** Polygons from the points that files have. */
final class Rings {
  private static final GeometryFactory FACTORY = new GeometryFactory();
  private static final int SMALLEST_RING = 3;

  /** How far, in pixels of level 0, a polygon may be from the ellipse it stands for. */
  private static final double ELLIPSE_TOLERANCE = 0.0001;

  private static final int LEAST_ELLIPSE_POINTS = 64;
  private static final int MOST_ELLIPSE_POINTS = 200_000;

  private Rings() {}

  /**
   * A ring; one that is not closed is closed.
   *
   * @throws IllegalArgumentException if there are less than 3 different points
   */
  static LinearRing closed(List<Coordinate> points) {
    List<Coordinate> ring = new ArrayList<>(points);
    if (!ring.isEmpty() && !ring.get(0).equals2D(ring.get(ring.size() - 1))) {
      ring.add(ring.get(0).copy());
    }
    if (ring.size() <= SMALLEST_RING) {
      throw new IllegalArgumentException(
          "a ring needs at least 3 different points, not " + Math.max(0, ring.size() - 1));
    }
    return FACTORY.createLinearRing(ring.toArray(Coordinate[]::new));
  }

  /** Whether points enclose anything: three or more of them that differ. */
  static boolean enclose(List<Coordinate> points) {
    return points.stream().map(point -> new Coordinate(point.x, point.y)).distinct().count()
        >= SMALLEST_RING;
  }

  static Polygon polygon(List<Coordinate> points) {
    return FACTORY.createPolygon(closed(points));
  }

  /** The upright box around points. */
  static Polygon box(List<Coordinate> points) {
    return (Polygon) FACTORY.toGeometry(envelope(points));
  }

  /** The ellipse in the upright box around points, as a polygon that is nearly as round. */
  static Polygon ellipse(List<Coordinate> points) {
    Envelope box = envelope(points);
    double largest = Math.max(box.getWidth(), box.getHeight()) / 2;
    double step = Math.acos(Math.max(0, 1 - ELLIPSE_TOLERANCE / largest));
    double wanted = Math.ceil(Math.PI / step);
    int count = (int) Math.min(MOST_ELLIPSE_POINTS, Math.max(LEAST_ELLIPSE_POINTS, wanted));
    List<Coordinate> ring = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * i / count;
      ring.add(
          new Coordinate(
              box.centre().x + box.getWidth() / 2 * Math.cos(angle),
              box.centre().y + box.getHeight() / 2 * Math.sin(angle)));
    }
    return polygon(ring);
  }

  private static Envelope envelope(List<Coordinate> points) {
    Envelope box = new Envelope();
    points.forEach(box::expandToInclude);
    return box;
  }

  /** All of them as one geometry. */
  static Geometry together(List<Polygon> polygons) {
    return polygons.size() == 1
        ? polygons.get(0)
        : FACTORY.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  /**
   * An area less some others: a Polygon or MultiPolygon, empty if nothing is left. Corners stay
   * where they are; others come in only where outlines cross.
   */
  static Geometry less(Polygon area, List<Polygon> others) {
    Geometry left = area;
    for (Polygon other : others) {
      if (left.getEnvelopeInternal().intersects(other.getEnvelopeInternal())) {
        left = OverlayNGRobust.overlay(simple(left), simple(other), OverlayNG.DIFFERENCE);
      }
    }
    List<Polygon> parts = new ArrayList<>();
    for (Object part : PolygonExtracter.getPolygons(left)) {
      parts.add((Polygon) part);
    }
    parts.removeIf(Geometry::isEmpty);
    return together(parts);
  }

  /** The same points by the rule of odd crossings, without outlines that cross themselves. */
  private static Geometry simple(Geometry area) {
    if (area.isValid()) {
      return area;
    }
    Polygonizer polygonizer = new Polygonizer(true);
    polygonizer.add(area.getBoundary().union());
    return polygonizer.getGeometry();
  }
}
