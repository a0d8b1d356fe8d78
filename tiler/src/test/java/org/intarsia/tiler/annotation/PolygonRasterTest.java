package org.intarsia.tiler.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.triangulate.DelaunayTriangulationBuilder;

class PolygonRasterTest {
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private static LinearRing star(Random random, double x, double y, double from, double to) {
    int points = 3 + random.nextInt(200);
    Coordinate[] ring = new Coordinate[points + 1];
    for (int i = 0; i < points; i++) {
      double angle = 2 * Math.PI * i / points;
      double radius = from + random.nextDouble() * (to - from);
      ring[i] = new Coordinate(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    ring[points] = ring[0].copy();
    return FACTORY.createLinearRing(ring);
  }

  /** Two stars, one with a hole that has an island in it. */
  private static Geometry picture(Random random) {
    LinearRing[] hole = {star(random, 70.3, 60.1, 18, 24)};
    Polygon[] parts = {
      FACTORY.createPolygon(star(random, 70, 60, 50, 68), hole),
      FACTORY.createPolygon(star(random, 70, 61, 3, 8)),
      FACTORY.createPolygon(star(random, 210.7, -30, 5, 60)),
    };
    return FACTORY.createMultiPolygon(parts);
  }

  private static byte[] paint(PolygonRaster raster, Region region, double scale) {
    byte[] labels = new byte[Math.toIntExact(region.area())];
    raster.paint(region, scale, labels, (byte) 1);
    return labels;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithContainmentOfEveryCentre(long seed) {
    Random random = new Random(seed);
    Geometry geometry = picture(random);
    double scale = 0.3 + 4 * random.nextDouble();
    Region region =
        new Region(
            random.nextInt(60) - 40,
            random.nextInt(60) - 40,
            1 + random.nextInt(200),
            1 + random.nextInt(200));
    byte[] labels = paint(PolygonRaster.of(geometry), region, scale);
    byte[] expected = new byte[labels.length];
    IndexedPointInAreaLocator locator = new IndexedPointInAreaLocator(geometry);
    for (int i = 0; i < expected.length; i++) {
      double x = (region.x() + i % region.width() + 0.5) * scale;
      double y = (region.y() + i / region.width() + 0.5) * scale;
      boolean inside = locator.locate(new Coordinate(x, y)) != Location.EXTERIOR;
      expected[i] = (byte) (inside ? 1 : 0);
    }
    assertThat(Arrays.mismatch(labels, expected)).isEqualTo(-1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void blocksOfAnySizeHoldWhatTheWholeDoes(long seed) {
    Random random = new Random(seed);
    PolygonRaster raster = PolygonRaster.of(picture(random));
    double scale = seed % 2 == 0 ? 1 : 0.5 + random.nextDouble();
    Region whole = new Region(-20, -100, 301, 257);
    byte[] expected = paint(raster, whole, scale);
    assertThat(expected).contains((byte) 1);
    byte[] tiled = new byte[expected.length];
    int side = 1 + random.nextInt(70);
    for (long y = whole.y(); y < whole.bottom(); y += side) {
      for (long x = whole.x(); x < whole.right(); x += side) {
        Region tile =
            new Region(
                x,
                y,
                (int) Math.min(side, whole.right() - x),
                (int) Math.min(side, whole.bottom() - y));
        byte[] labels = paint(raster, tile, scale);
        boolean any = new String(labels, StandardCharsets.ISO_8859_1).indexOf(1) >= 0;
        assertThat(raster.touches(tile, scale)).isEqualTo(any);
        for (int row = 0; row < tile.height(); row++) {
          int to = (int) ((y + row - whole.y()) * whole.width() + x - whole.x());
          System.arraycopy(labels, row * tile.width(), tiled, to, tile.width());
        }
      }
    }
    assertThat(Arrays.mismatch(tiled, expected)).isEqualTo(-1);
  }

  /** Points on whole numbers and centres on odd ones: many centres lie on edges and corners. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void trianglesThatShareEdgesNeitherOverlapNorLeaveGaps(long seed) {
    Random random = new Random(seed);
    int side = 120;
    List<Coordinate> points =
        new ArrayList<>(
            List.of(
                new Coordinate(0, 0),
                new Coordinate(side, 0),
                new Coordinate(0, side),
                new Coordinate(side, side)));
    for (int i = 0; i < 300; i++) {
      points.add(new Coordinate(random.nextInt(side + 1), random.nextInt(side + 1)));
    }
    DelaunayTriangulationBuilder builder = new DelaunayTriangulationBuilder();
    builder.setSites(points);
    Geometry triangles = builder.getTriangles(FACTORY);
    for (double scale : new double[] {2, 1.3}) {
      Region region = new Region(0, 0, (int) (side / scale), (int) (side / scale));
      byte[] times = new byte[(int) region.area()];
      for (int i = 0; i < triangles.getNumGeometries(); i++) {
        Geometry triangle = triangles.getGeometryN(i);
        byte[] one =
            paint(PolygonRaster.of(seed % 2 == 0 ? triangle : triangle.reverse()), region, scale);
        for (int p = 0; p < one.length; p++) {
          times[p] += one[p];
        }
      }
      byte[] once = new byte[times.length];
      Arrays.fill(once, (byte) 1);
      assertThat(Arrays.mismatch(times, once)).isEqualTo(-1);
    }
  }

  @Test
  void paintsOnlyWhatIsInsideAndKeepsTheRest() {
    Geometry square =
        FACTORY.createPolygon(
            new Coordinate[] {
              new Coordinate(1, 1),
              new Coordinate(3, 1),
              new Coordinate(3, 2),
              new Coordinate(1, 2),
              new Coordinate(1, 1)
            });
    byte[] labels = new byte[12];
    Arrays.fill(labels, (byte) 9);
    PolygonRaster.paint(square, new Region(0, 0, 4, 3), 1, labels, (byte) 200);
    assertThat(labels).containsExactly(9, 9, 9, 9, 9, (byte) 200, (byte) 200, 9, 9, 9, 9, 9);
    byte[] far = new byte[4];
    PolygonRaster.paint(square, new Region(1L << 40, -(1L << 40), 2, 2), 1, far, (byte) 1);
    assertThat(far).containsOnly(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolygonRaster.paint(square, new Region(0, 0, 5, 3), 1, labels, (byte) 1))
        .withMessage("12 labels are fewer than the pixels of a block of 5 x 3 at (0, 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PolygonRaster.paint(square, new Region(0, 0, 4, 3), 0, labels, (byte) 1))
        .withMessage("scale must be more than 0, not 0.0");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void boundsHoldEveryPaintedPixel(long seed) {
    Random random = new Random(seed);
    PolygonRaster raster = PolygonRaster.of(picture(random));
    double scale = 0.3 + 4 * random.nextDouble();
    Region level = new Region(0, 0, 1 + random.nextInt(300), 1 + random.nextInt(300));
    byte[] all = paint(raster, level, scale);
    byte[] bounded = new byte[all.length];
    raster
        .bounds(scale, level.width(), level.height())
        .ifPresent(
            bounds -> {
              byte[] part = paint(raster, bounds, scale);
              for (int i = 0; i < part.length; i++) {
                long x = bounds.x() + i % bounds.width();
                long y = bounds.y() + i / bounds.width();
                bounded[(int) (y * level.width() + x)] = part[i];
              }
            });
    assertThat(Arrays.mismatch(bounded, all)).isEqualTo(-1);
  }

  @Test
  void anAreaBesideTheLevelHasNoBounds() {
    PolygonRaster raster = PolygonRaster.of(FACTORY.toGeometry(new Envelope(10, 20.5, -5, 7)));
    assertThat(raster.bounds(2, 5, 5)).isEmpty();
    assertThat(raster.bounds(2, 6, 5)).contains(new Region(5, 0, 1, 4));
    assertThat(raster.bounds(1, 100, 100)).contains(new Region(10, 0, 11, 7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raster.bounds(0, 1, 1))
        .withMessage("scale must be more than 0, not 0.0");
  }
}
