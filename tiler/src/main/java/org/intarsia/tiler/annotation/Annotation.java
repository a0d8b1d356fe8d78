package org.intarsia.tiler.annotation;

import java.util.List;
import java.util.Optional;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * An area with a class.
 *
 * @param className its class, empty if it has none
 * @param rgb the colour of the class, 0xRRGGBB, if the file says it
 * @param geometry a Polygon or MultiPolygon in pixels of level 0; not to be changed
 */
public record Annotation(String className, Optional<Integer> rgb, Geometry geometry) {
  /**
   * An upright rectangle without a class.
   *
   * @param x left edge, in pixels of level 0
   * @param y upper edge
   * @param width to the right, more than 0
   * @param height downwards, more than 0
   */
  public static Annotation box(double x, double y, double width, double height) {
    if (!(width > 0 && height > 0) || !Double.isFinite(x + y + width + height)) {
      throw new IllegalArgumentException(
          "a box is x y width height, with a width and a height of more than 0, not %s %s %s %s"
              .formatted(x, y, width, height));
    }
    List<Coordinate> corners = List.of(new Coordinate(x, y), new Coordinate(x + width, y + height));
    return new Annotation("", Optional.empty(), Rings.box(corners));
  }

  /** Whether the area's bounding box and a slide of this size in level 0 have a point in common. */
  public boolean touches(long width, long height) {
    return new Envelope(0, width, 0, height).intersects(geometry.getEnvelopeInternal());
  }
}
