package org.intarsia.tiler.annotation;

import java.util.Optional;
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
  /** Whether the area's bounding box and a slide of this size in level 0 have a point in common. */
  public boolean touches(long width, long height) {
    return new Envelope(0, width, 0, height).intersects(geometry.getEnvelopeInternal());
  }
}
