package org.intarsia.tiler.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Polygon;

class AnnotationsTest {
  private static final String SQUARE =
      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]]]}";
  private static final String HOLED =
      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[10,0],[10,10],[0,10],[0,0]],"
          + "[[2,2],[4,2],[4,4],[2,4]]]}";

  @TempDir private Path folder;

  private Annotations read(String text) throws IOException {
    return Annotations.read(Files.writeString(folder.resolve("a.geojson"), text));
  }

  private static String feature(String geometry, String properties) {
    return "{\"type\":\"Feature\",\"id\":\"x\",\"geometry\":%s,\"properties\":%s}"
        .formatted(geometry, properties);
  }

  @Test
  void readsEveryClassThatQuPathHasWritten() throws IOException {
    String old = "{\"classification\":{\"name\":\"Tumor\",\"colorRGB\":-3670016}}";
    String now =
        "{\"objectType\":\"annotation\",\"classification\":"
            + "{\"name\":\"Stroma\",\"color\":[150,200,1]}}";
    String derived = "{\"classification\":{\"names\":[\"Cell\",\"Positive\"]},\"color\":[1,2,3]}";
    Annotations annotations =
        read(
            "{\"type\":\"FeatureCollection\",\"features\":["
                + String.join(
                    ",",
                    feature(SQUARE, old),
                    feature(HOLED, now),
                    feature(SQUARE, derived),
                    feature(SQUARE, "{\"classification\":\"Fat\"}"),
                    feature(SQUARE, "null"))
                + "],\"bbox\":[0,0,1,1]}");
    List<Annotation> areas = annotations.areas();
    assertThat(areas.stream().map(Annotation::className))
        .containsExactly("Tumor", "Stroma", "Cell: Positive", "Fat", "");
    assertThat(areas.stream().map(Annotation::rgb))
        .containsExactly(
            Optional.of(0xC80000),
            Optional.of(0x96C801),
            Optional.of(0x010203),
            Optional.empty(),
            Optional.empty());
    assertThat(areas.get(1).geometry().getArea()).isEqualTo(96);
    assertThat(annotations.skipped()).isZero();
  }

  @Test
  void readsCollectionsArraysAndBareGeometriesAndCountsWhatIsNoArea() throws IOException {
    String multi =
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]],"
            + "[[[5,5],[7,5],[7,7],[5,7],[5,5]]]]}";
    assertThat(read(multi).areas().get(0).geometry().getArea()).isEqualTo(4.5);
    String point = "{\"type\":\"Point\",\"coordinates\":[1,2]}";
    String mixed =
        "{\"type\":\"GeometryCollection\",\"geometries\":[%s,%s,%s]}"
            .formatted(SQUARE, point, multi);
    Annotations array =
        read(
            "[%s,%s,%s,%s]"
                .formatted(
                    feature(mixed, "{}"),
                    feature("{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}", "{}"),
                    feature("null", "{}"),
                    feature(SQUARE, "{}")));
    assertThat(array.areas()).hasSize(2);
    assertThat(array.areas().get(0).geometry().getNumGeometries()).isEqualTo(3);
    assertThat(array.skipped()).isEqualTo(3);
    assertThat(read(feature(SQUARE, "{}")).areas()).hasSize(1);
    assertThat(read("[]").areas()).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1],[0,0]]]}"
            + "|, feature 1: a ring needs at least 3 different points, not 2",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,\"x\"],[2,0]]]}"
            + "|, feature 1: a point is two finite numbers, not [1,\"x\"]",
        "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1e999],[2,0]]]}"
            + "|, feature 1: a point is two finite numbers, not",
        "{\"type\":\"Polygon\"}|, feature 1: a Polygon without an array of its parts",
        "{\"type\":\"Circle\"}|, feature 1: 'Circle' is no geometry of GeoJSON",
        "{}|, feature 1: it has no type",
        "{\"type\":|, line 1: no JSON: ",
      })
  void namesFileAndFeatureOfWhatIsWrong(String geometry, String message) {
    assertThatIOException()
        .isThrownBy(() -> read("[%s,%s]".formatted(SQUARE, feature(geometry, "{}"))))
        .withMessageStartingWith(folder.resolve("a.geojson") + message);
  }

  @Test
  void refusesWhatIsNoGeoJson() {
    assertThatIOException()
        .isThrownBy(() -> read("7"))
        .withMessageEndingWith("a.geojson: GeoJSON is an object or an array of features");
    assertThatIOException()
        .isThrownBy(() -> read(""))
        .withMessageEndingWith("a.geojson: GeoJSON is an object or an array of features");
    assertThatIOException()
        .isThrownBy(
            () ->
                read(feature(SQUARE, "{\"classification\":{\"name\":\"a\",\"color\":[0,0,256]}}")))
        .withMessageEndingWith("feature 0: a color is three numbers of 0 to 255, not [0,0,256]");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "holed.geojson,1,0,1",
    "multipolygon.geojson,1,0,0",
    "qupath-brush.json,1,0,0",
    "qupath-ellipse.json,1,0,0",
    "qupath-line.json,0,1,0",
    "qupath-multipoint.json,0,1,0",
    "qupath-point.json,0,1,0",
    "qupath-polygon.json,1,0,0",
    "qupath-polyline.json,0,1,0",
    "qupath-rectangle.json,1,0,0",
    "qupath-wand.json,1,0,0",
  })
  void readsWhatQuPathHasWritten(String name, int areas, int skipped, int holes)
      throws IOException {
    Path file = sample(name);
    Annotations annotations = Annotations.read(file);
    assertThat(annotations.areas()).hasSize(areas);
    assertThat(annotations.skipped()).isEqualTo(skipped);
    for (Annotation area : annotations.areas()) {
      if (area.geometry() instanceof Polygon polygon) {
        assertThat(polygon.getNumInteriorRing()).isEqualTo(holes);
      }
      assertPixelsOfArea(area);
    }
  }

  /** At about 300 x 300 pixels, the area counted in pixels is that of the polygons. */
  private static void assertPixelsOfArea(Annotation area) {
    Envelope bounds = area.geometry().getEnvelopeInternal();
    double scale = Math.max(bounds.getWidth(), bounds.getHeight()) / 300;
    Region region =
        new Region(
            (long) Math.floor(bounds.getMinX() / scale),
            (long) Math.floor(bounds.getMinY() / scale),
            302,
            302);
    byte[] labels = new byte[302 * 302];
    PolygonRaster.of(area).paint(region, scale, labels, (byte) 1);
    int pixels = 0;
    for (byte label : labels) {
      pixels += label;
    }
    assertThat(pixels * scale * scale).isCloseTo(area.geometry().getArea(), withinPercentage(2.0));
  }

  /** A file of QuPath's own; the calling test is skipped where it is missing. */
  private static Path sample(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/samples/more/annotations/qupath-geojson").resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return Assumptions.abort("no sample " + name);
  }
}
