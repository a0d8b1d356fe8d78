package org.intarsia.tiler.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationXmlTest {
  private static final double[][] SQUARE = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  private static final double[][] SMALL = {{2, 2}, {4, 2}, {4, 4}, {2, 4}};
  private static final double[][] MIDDLE = {{3, 3}, {7, 3}, {7, 7}, {3, 7}};
  private static final double[][] ACROSS = {{8, 4}, {20, 4}, {20, 6}, {8, 6}};

  @TempDir private Path folder;

  private Annotations read(String text) throws IOException {
    return Annotations.read(Files.writeString(folder.resolve("a.xml"), text));
  }

  private static String asap(String... annotations) {
    return "<?xml version=\"1.0\"?>\n<ASAP_Annotations>\n<Annotations>\n"
        + String.join("\n", annotations)
        + "\n</Annotations>\n<AnnotationGroups><Group Name=\"Tumor\" PartOfGroup=\"None\""
        + " Color=\"#0000ff\"><Attributes/></Group></AnnotationGroups>\n</ASAP_Annotations>\n";
  }

  private static String asapArea(String type, String group, double[]... points) {
    StringBuilder text =
        new StringBuilder(
            "<Annotation Name=\"x\" Type=\"%s\" PartOfGroup=\"%s\" Color=\"#F4FA58\"><Coordinates>"
                .formatted(type, group));
    for (int i = 0; i < points.length; i++) {
      // in reverse, so that only Order tells how they follow each other
      int order = points.length - 1 - i;
      text.append(
          String.format(
              Locale.ROOT,
              "<Coordinate Order=\"%d\" X=\"%s\" Y=\"%s\"/>",
              order,
              points[order][0],
              points[order][1]));
    }
    return text + "</Coordinates></Annotation>";
  }

  private static String aperio(String layer, String... regions) {
    return "<Annotations MicronsPerPixel=\"0.25\"><Annotation Id=\"1\" "
        + layer
        + "<Regions>"
        + String.join("\n", regions)
        + "</Regions></Annotation></Annotations>";
  }

  private static String region(String attributes, double[]... points) {
    StringBuilder text = new StringBuilder("<Region Id=\"7\" " + attributes + "><Vertices>");
    for (double[] point : points) {
      text.append("<Vertex X=\"" + point[0] + "\" Y=\"" + point[1] + "\"/>");
    }
    return text + "</Vertices></Region>";
  }

  @Test
  void readsAreasOfAsapWithTheirGroups() throws IOException {
    Annotations annotations =
        read(
            asap(
                asapArea("Polygon", "Tumor", SQUARE),
                asapArea("Spline", "None", SMALL),
                asapArea("Rectangle", "Other", new double[][] {{1, 2}, {5, 4}}),
                asapArea("Dot", "Tumor", new double[][] {{1, 1}}),
                asapArea("PointSet", "Tumor", SQUARE),
                asapArea("Polygon", "Tumor", new double[][] {{1, 1}, {2, 2}, {1, 1}})));
    assertThat(annotations.areas().stream().map(Annotation::className))
        .containsExactly("Tumor", "", "Other");
    assertThat(annotations.areas().stream().map(Annotation::rgb))
        .containsExactly(Optional.of(0x0000FF), Optional.of(0xF4FA58), Optional.of(0xF4FA58));
    assertThat(annotations.areas().stream().map(area -> area.geometry().getArea()))
        .containsExactly(100.0, 4.0, 8.0);
    assertThat(annotations.skipped()).isEqualTo(3);
  }

  @Test
  void cutsNegativeRegionsOfAperioOutOfTheirLayer() throws IOException {
    Annotations annotations =
        read(
            aperio(
                "Name=\"\" LineColor=\"255\"><Attributes><Attribute Name=\"Description\""
                    + " Value=\"Tumor\"/></Attributes>",
                region("Type=\"0\" NegativeROA=\"1\"", SMALL),
                region("Type=\"0\" NegativeROA=\"0\"", SQUARE),
                region("Type=\"1\" NegativeROA=\"1\"", MIDDLE),
                region("Type=\"0\"", new double[][] {{30, 30}, {40, 30}, {30, 40}}),
                region("NegativeROA=\"1\"", ACROSS),
                region("Type=\"3\"", new double[][] {{1, 1}, {9, 9}}),
                region("Type=\"4\"", SQUARE)));
    assertThat(annotations.areas()).hasSize(2);
    Annotation first = annotations.areas().get(0);
    assertThat(first.className()).isEqualTo("Tumor");
    assertThat(first.rgb()).contains(0xFF0000);
    assertThat(first.geometry().getArea()).isEqualTo(100 - (4 + 16 - 1) - 4);
    assertThat(annotations.areas().get(1).geometry().getArea()).isEqualTo(50);
    assertThat(annotations.skipped()).isEqualTo(2);
  }

  @Test
  void namesRegionsOfAperioByLayerThenDescriptionThenText() throws IOException {
    String text = region("Text=\"mine\"", SQUARE);
    assertThat(read(aperio("Name=\"Layer 1\">", text)).areas().get(0).className())
        .isEqualTo("Layer 1");
    assertThat(read(aperio("Name=\"\">", text)).areas().get(0).className()).isEqualTo("mine");
    assertThat(read(aperio(">", region("", SQUARE))).areas().get(0).className()).isEmpty();
  }

  @Test
  void anEllipseIsRoundAndOneOfManyVerticesIsItsOutline() throws IOException {
    double[][] corners = {{100, 50}, {500, 250}};
    double ellipse = Math.PI * 200 * 100;
    for (double[][] points : List.of(corners, new double[][] {{100, 50}, {500, 50}, {500, 250}})) {
      assertThat(
              read(aperio(">", region("Type=\"2\"", points))).areas().get(0).geometry().getArea())
          .isCloseTo(ellipse, within(0.1));
    }
    double[][] outline = {{0, 0}, {4, -2}, {8, 0}, {8, 4}, {4, 6}, {0, 4}};
    assertThat(read(aperio(">", region("Type=\"2\"", outline))).areas().get(0).geometry().getArea())
        .isEqualTo(48);
    assertThat(read(aperio(">", region("Type=\"1\"", corners))).areas().get(0).geometry().getArea())
        .isEqualTo(400 * 200);
  }

  /** Regions and holes that cross themselves and each other, against odd crossings, one by one. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void pixelsAreThoseOfTheRegionsLessTheNegativeOnes(long seed) throws IOException {
    Random random = new Random(seed);
    double[][][] rings = new double[4][][];
    for (int i = 0; i < rings.length; i++) {
      double[][] ring = new double[4 + random.nextInt(5)][];
      for (int p = 0; p < ring.length; p++) {
        ring[p] = new double[] {random.nextDouble() * 60, random.nextDouble() * 60};
      }
      rings[i] = ring;
    }
    Annotations annotations =
        read(
            aperio(
                ">",
                region("", rings[0]),
                region("", rings[1]),
                region("NegativeROA=\"1\"", rings[2]),
                region("NegativeROA=\"1\"", rings[3])));
    Region block = new Region(0, 0, 60, 60);
    byte[] labels = new byte[3600];
    annotations.areas().forEach(area -> PolygonRaster.of(area).paint(block, 1, labels, (byte) 1));
    byte[] expected = new byte[3600];
    for (int i = 0; i < 3600; i++) {
      double x = i % 60 + 0.5;
      double y = Math.floorDiv(i, 60) + 0.5;
      boolean in = odd(rings[0], x, y) || odd(rings[1], x, y);
      boolean cut = odd(rings[2], x, y) || odd(rings[3], x, y);
      expected[i] = (byte) (in && !cut ? 1 : 0);
    }
    assertThat(Arrays.mismatch(labels, expected)).isEqualTo(-1);
  }

  private static boolean odd(double[][] ring, double x, double y) {
    boolean inside = false;
    for (int i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      if (ring[i][1] > y != ring[j][1] > y
          && x
              < (ring[j][0] - ring[i][0]) * (y - ring[i][1]) / (ring[j][1] - ring[i][1])
                  + ring[i][0]) {
        inside = !inside;
      }
    }
    return inside;
  }

  @Test
  void namesFileLineAndElementOfWhatIsWrong() {
    Path file = folder.resolve("a.xml");
    assertThatIOException()
        .isThrownBy(() -> read(asap(asapArea("Circle", "None", SQUARE))))
        .withMessage(file + ", line 4: annotation 'x': 'Circle' is no type of annotation of ASAP");
    assertThatIOException()
        .isThrownBy(
            () ->
                read(
                    asap(
                        "<Annotation Name=\"b\" Type=\"Polygon\">\n<Coordinates>\n"
                            + "<Coordinate Order=\"0\" X=\"7,5\" Y=\"1\"/>")))
        .withMessage(
            file
                + ", line 6: annotation 'b': X of <Coordinate> must be a finite number, not '7,5'");
    assertThatIOException()
        .isThrownBy(
            () -> read(aperio(">", region("", new double[][] {{1, Double.POSITIVE_INFINITY}}))))
        .withMessage(
            file
                + ", line 1: layer 1, region 7: Y of <Vertex> must be a finite number, not"
                + " 'Infinity'");
    assertThatIOException()
        .isThrownBy(() -> read(aperio(">", region("Type=\"box\"", SQUARE))))
        .withMessageEndingWith(
            "line 1: layer 1, region 7: the Type of a region is a number, not 'box'");
    assertThatIOException()
        .isThrownBy(() -> read("<html><body/></html>"))
        .withMessage(
            file
                + ", line 1: <html> is neither <ASAP_Annotations> of ASAP nor <Annotations> of"
                + " Aperio ImageScope");
    assertThatIOException()
        .isThrownBy(() -> read("<ASAP_Annotations>\n<Annotations>\n"))
        .withMessageStartingWith(file + ", line 3: no XML: ");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "<!ENTITY x SYSTEM \"file:///etc/hostname\">",
        "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY x \"&a;&a;&a;&a;\">",
      })
  void followsNoDocumentTypeAndNoEntity(String entities) {
    assertThatIOException()
        .isThrownBy(
            () ->
                read(
                    "<!DOCTYPE Annotations [%s]>\n<Annotations><Annotation Name=\"&x;\"/></Annotations>"
                        .formatted(entities)))
        .withMessage(
            folder.resolve("a.xml")
                + ", line 1: document types are not read; take the line with <!DOCTYPE out");
  }

  @Test
  void aByteOrderMarkAndBlanksBeforeTheRootDoNotMatter() throws IOException {
    assertThat(read("\uFEFF" + asap(asapArea("Polygon", "None", SQUARE))).areas()).hasSize(1);
    assertThat(read("\n\n " + aperio(">", region("", SQUARE))).areas()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "asap/asap-dot.xml,0,1,0",
    "asap/asap-pointset.xml,0,1,0",
    "asap/asap-polygon.xml,1,0,28616.81158",
    "asap/CMU-1_segmentation.xml,4,0,1084642.80481",
    "asap/ICIAR2018-A06.xml,10,0,33865700",
    "aperio-xml/TCGA-EJ-5518-01Z-00-DX1.xml,4,0,29046449.6",
  })
  void readsWhatTheProgramsHaveWritten(String name, int areas, int skipped, double area)
      throws IOException {
    Annotations annotations = Annotations.read(sample(name));
    assertThat(annotations.areas()).hasSize(areas);
    assertThat(annotations.skipped()).isEqualTo(skipped);
    if (areas > 0) {
      assertThat(annotations.areas().get(0).geometry().getArea()).isCloseTo(area, within(0.1));
    }
  }

  /** A file of the programs' own; the calling test is skipped where it is missing. */
  private static Path sample(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path file = at.resolve("shared/samples/more/annotations").resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return Assumptions.abort("no sample " + name);
  }
}
