package org.intarsia.tiler.annotation;

import java.util.Arrays;
import java.util.BitSet;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/** The edges of a polygon's rings that are not level, each from its upper end to its lower one. */
final class PolygonEdges {
  private static final int CHUNK = 64;

  private final Envelope bounds;

  /** x, y of the upper end, x, y of the lower one. */
  private final double[] edges;

  /** Least y and greatest y of each chunk of edges. */
  private final double[] chunks;

  private PolygonEdges(Envelope bounds, double[] edges, double[] chunks) {
    this.bounds = bounds;
    this.edges = edges;
    this.chunks = chunks;
  }

  static PolygonEdges of(Polygon polygon) {
    double[] edges = new double[Math.multiplyExact(4, polygon.getNumPoints())];
    int end = add(polygon.getExteriorRing(), edges, 0);
    for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
      end = add(polygon.getInteriorRingN(i), edges, end);
    }
    edges = Arrays.copyOf(edges, end);
    double[] chunks = new double[2 * ((end / 4 + CHUNK - 1) / CHUNK)];
    for (int c = 0; c < chunks.length; c += 2) {
      chunks[c] = Double.POSITIVE_INFINITY;
      chunks[c + 1] = Double.NEGATIVE_INFINITY;
    }
    for (int e = 0; e < end; e += 4) {
      int c = 2 * (e / 4 / CHUNK);
      chunks[c] = Math.min(chunks[c], edges[e + 1]);
      chunks[c + 1] = Math.max(chunks[c + 1], edges[e + 3]);
    }
    return new PolygonEdges(polygon.getEnvelopeInternal(), edges, chunks);
  }

  private static int add(LinearRing ring, double[] edges, int from) {
    CoordinateSequence points = ring.getCoordinateSequence();
    int end = from;
    for (int i = 1; i < points.size(); i++) {
      if (points.getY(i - 1) == points.getY(i)) {
        continue;
      }
      int upper = points.getY(i - 1) < points.getY(i) ? i - 1 : i;
      int lower = 2 * i - 1 - upper;
      edges[end++] = points.getX(upper);
      edges[end++] = points.getY(upper);
      edges[end++] = points.getX(lower);
      edges[end++] = points.getY(lower);
    }
    return end;
  }

  Envelope bounds() {
    return bounds;
  }

  boolean touches(PixelCentres columns, PixelCentres rows) {
    return bounds.getMaxX() >= columns.centre(0)
        && bounds.getMinX() <= columns.centre(columns.count() - 1)
        && bounds.getMaxY() >= rows.centre(0)
        && bounds.getMinY() <= rows.centre(rows.count() - 1);
  }

  /**
   * Where the polygon begins and ends in each row: bit {@code row * (columns + 1) + column} is set
   * if an odd number of edges lies between that column's centre and the one before.
   */
  BitSet crossings(PixelCentres columns, PixelCentres rows) {
    BitSet crossings = new BitSet(Math.multiplyExact(columns.count() + 1, rows.count()));
    double top = rows.centre(0);
    double bottom = rows.centre(rows.count() - 1);
    for (int c = 0; c < chunks.length; c += 2) {
      if (chunks[c] > bottom || chunks[c + 1] <= top) {
        continue;
      }
      int end = Math.min(edges.length, (c / 2 + 1) * CHUNK * 4);
      for (int e = c / 2 * CHUNK * 4; e < end; e += 4) {
        cross(e, columns, rows, crossings);
      }
    }
    return crossings;
  }

  private void cross(int edge, PixelCentres columns, PixelCentres rows, BitSet crossings) {
    double x = edges[edge];
    double y = edges[edge + 1];
    double run = edges[edge + 2] - x;
    double fall = edges[edge + 3] - y;
    int end = rows.notBefore(edges[edge + 3]);
    for (int row = rows.notBefore(y); row < end; row++) {
      double at = x + (rows.centre(row) - y) * run / fall;
      crossings.flip(row * (columns.count() + 1) + columns.notBefore(at));
    }
  }
}
