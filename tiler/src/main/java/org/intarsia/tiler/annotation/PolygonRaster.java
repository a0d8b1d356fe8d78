package org.intarsia.tiler.annotation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.Region;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.Polygon;

/**
 * Paints areas into blocks of labels.
 *
 * <p>A pixel belongs to a polygon if its centre does: that is, if a ray from the centre to the left
 * crosses the polygon's rings, outer and inner, an odd number of times. Edges are half-open,
 * upwards and to the left, and where an edge crosses a row of centres does not depend on its
 * direction, nor on the block. So two polygons that share an edge with the same two ends neither
 * overlap there nor leave a gap, and blocks of any size hold what one large block would. Polygons
 * of one geometry that overlap are painted both.
 *
 * <p>A block costs its pixels, the edges that cross its rows, and a look at each 64 other edges of
 * polygons that it touches. Immutable, safe from many threads.
 */
public final class PolygonRaster implements RoiArea {
  private final List<PolygonEdges> polygons;

  private PolygonRaster(List<PolygonEdges> polygons) {
    this.polygons = polygons;
  }

  /** Prepares an area for painting it in many blocks. */
  public static PolygonRaster of(Annotation annotation) {
    return of(annotation.geometry());
  }

  /**
   * Prepares an area for painting it in many blocks.
   *
   * @param geometry polygons in pixels of level 0; parts that are no polygons do not count
   */
  public static PolygonRaster of(Geometry geometry) {
    List<PolygonEdges> polygons = new ArrayList<>();
    for (int i = 0; i < geometry.getNumGeometries(); i++) {
      Geometry part = geometry.getGeometryN(i);
      if (part instanceof Polygon polygon && !polygon.isEmpty()) {
        polygons.add(PolygonEdges.of(polygon));
      } else if (part instanceof GeometryCollection) {
        polygons.addAll(of(part).polygons);
      }
    }
    return new PolygonRaster(polygons);
  }

  /**
   * Paints an area into one block; for many blocks prepare it by {@link #of(Geometry)}.
   *
   * @param geometry polygons in pixels of level 0
   * @param region the block, in pixels of a level
   * @param scale pixels of level 0 along a pixel of the level
   * @param labels the block's labels, row by row; pixels outside the area stay as they are
   * @param label what is painted
   */
  public static void paint(
      Geometry geometry, Region region, double scale, byte[] labels, byte label) {
    of(geometry).paint(region, scale, labels, label);
  }

  @Override
  public void paint(Region region, double scale, byte[] labels, byte label) {
    LevelBlock block = LevelBlock.of(region, scale);
    LevelBlock.checkLabels(region, labels);
    for (PolygonEdges polygon : polygons) {
      if (polygon.touches(block.columns(), block.rows())) {
        fill(polygon.crossings(block.columns(), block.rows()), region, labels, label);
      }
    }
  }

  @Override
  public boolean touches(Region region, double scale) {
    LevelBlock block = LevelBlock.of(region, scale);
    for (PolygonEdges polygon : polygons) {
      if (polygon.touches(block.columns(), block.rows())
          && hasPixel(polygon.crossings(block.columns(), block.rows()), region)) {
        return true;
      }
    }
    return false;
  }

  /** At a crossing inside the block begins, or ends, a span of the polygon. */
  private static boolean hasPixel(BitSet crossings, Region region) {
    int stride = region.width() + 1;
    int at = crossings.nextSetBit(0);
    while (at >= 0 && at % stride == region.width()) {
      at = crossings.nextSetBit(at + 1);
    }
    return at >= 0;
  }

  @Override
  public Optional<Region> bounds(double scale, int width, int height) {
    LevelBlock.checkScale(scale);
    Envelope all = new Envelope();
    polygons.forEach(polygon -> all.expandToInclude(polygon.bounds()));
    return all.isNull()
        ? Optional.empty()
        : LevelBlock.grown(
            new LevelBlock.Box(all.getMinX(), all.getMinY(), all.getMaxX(), all.getMaxY()),
            scale,
            width,
            height);
  }

  /** A row has one bit more than pixels: crossings to the right of the block. */
  private static void fill(BitSet crossings, Region region, byte[] labels, byte label) {
    int stride = region.width() + 1;
    int at = crossings.nextSetBit(0);
    while (at >= 0) {
      int row = at / stride;
      int from = at % stride;
      int next = crossings.nextSetBit(at + 1);
      boolean closed = next >= 0 && next / stride == row;
      int to = closed ? next % stride : region.width();
      Arrays.fill(labels, row * region.width() + from, row * region.width() + to, label);
      at = closed ? crossings.nextSetBit(next + 1) : next;
    }
  }
}
