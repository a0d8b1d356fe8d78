package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeaturesCommandTest {
  private static final int[][] MASK = {{0, 0, 1, 1}, {0, 0, 1, 1}, {2, 2, 2, 2}, {2, 2, 0, 0}};

  @TempDir private Path folder;
  private Path masks = Path.of("");

  private static List<CSVRecord> rows(Ended ended) {
    assertThat(ended.errors()).isEmpty();
    assertThat(ended.code()).isZero();
    return rows(ended.out());
  }

  private static List<CSVRecord> rows(String csv) {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try {
      return format.parse(new StringReader(csv)).getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void makeFolder() throws IOException {
    masks = Files.createDirectory(folder.resolve("masks"));
  }

  private static Ended features(Object... arguments) {
    return intarsia(Stream.concat(Stream.of("features"), Arrays.stream(arguments)).toArray());
  }

  private static void png(Path file, int[][] values) throws IOException {
    BufferedImage image =
        new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < values.length; y++) {
      for (int x = 0; x < values[y].length; x++) {
        image.getRaster().setSample(x, y, 0, values[y][x]);
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  private static int[][] random(long seed, int width, int height) {
    Random random = new Random(seed);
    int[][] values = new int[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[y][x] = y > 0 && random.nextInt(3) > 0 ? values[y - 1][x] : random.nextInt(3);
      }
    }
    return values;
  }

  private static int[][] crop(int[][] values, int left, int top, int right, int bottom) {
    return Arrays.stream(values, top, bottom)
        .map(row -> Arrays.copyOfRange(row, left, right))
        .toArray(int[][]::new);
  }

  private static String box(String name, double left, double top, double right, double bottom) {
    String points =
        String.format(
            Locale.ROOT,
            "[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]",
            left,
            top,
            right,
            bottom);
    String properties = name.isEmpty() ? "{}" : "{\"classification\":{\"name\":\"" + name + "\"}}";
    return "{\"type\":\"Feature\",\"properties\":"
        + properties
        + ",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["
        + points
        + "]}}";
  }

  private Path geojson(String name, String... features) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        "{\"type\":\"FeatureCollection\",\"features\":[" + String.join(",", features) + "]}");
  }

  private static void refused(String message, Ended ended) {
    assertThat(ended.errors()).as("%s", ended).hasSize(1);
    assertThat(ended.errors().get(0)).contains(message);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  /** What a line says of the pixels, whatever it is called. */
  private static List<String> numbers(CSVRecord row) {
    return row.stream().skip(2).toList();
  }

  @Test
  void describesAMaskByItsNumbers() throws IOException {
    png(masks.resolve("a.png"), MASK);
    CSVRecord row =
        rows(features(masks.resolve("a.png"), "--mpp", 500, "--min-component", 1)).get(0);
    assertThat(numbers(row)).hasSize(row.getParser().getHeaderNames().size() - 2);
    assertThat(row.getParser().getHeaderNames())
        .startsWith("slide", "roi", "status", "mpp", "tissue_px", "tissue_mm2", "tissue_entropy");
    assertThat(row.get("slide")).isEqualTo("a");
    assertThat(row.get("status")).isEqualTo("done");
    assertThat(row.get("mpp")).isEqualTo("500.0");
    assertThat(row.get("tissue_px")).isEqualTo("10");
    assertThat(row.get("class_2_mm2")).isEqualTo("1.5");
    assertThat(row.get("class_0_components")).isEqualTo("2");
    assertThat(row.get("class_0_component_mean_px")).isEqualTo("3.0");
    assertThat(row.get("class_2_component_largest_px")).isEqualTo("6");
    assertThat(row.get("class_0__class_1_interface_px")).isEqualTo("2");
    assertThat(row.get("class_0__class_2_interface_px")).isEqualTo("5");
    assertThat(row.get("class_0__class_2_interface_mm")).isEqualTo("2.5");
    assertThat(row.getParser().getHeaderNames()).doesNotContain("class_0__class_0_cooc_d1");
  }

  @Test
  void describesWhatRunLeavesAsRunDoes() throws IOException {
    Path slides = Files.createDirectory(folder.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 40, 420, 300, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
    }
    Path output = folder.resolve("out");
    Path model = TinyModel.write(folder, 1);
    assertThat(intarsia("run", slides, "--output", output, "--model", model).code()).isZero();
    Path table = folder.resolve("features.csv");
    Ended ended = features(output, "--output", table);
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(ended.out()).isEqualTo("2 of 2 lines done. Results: " + table + "\n");
    assertThat(table).hasSameBinaryContentAs(output.resolve("features.csv"));
    Path one = output.resolve("slides/biopsy-001-benign");
    assertThat(rows(features(one)).get(0).toList())
        .isEqualTo(rows(features(one.resolve("mask.ome.tiff"))).get(0).toList())
        .isEqualTo(rows(features(output)).get(0).toList());
  }

  @Test
  void anRoiIsDescribedAsTheMaskCutOut() throws IOException {
    int[][] values = random(5, 90, 70);
    png(masks.resolve("a.png"), values);
    png(masks.resolve("cut.png"), crop(values, 11, 20, 61, 53));
    Path roi = geojson("roi.json", box("", 11, 20, 61, 53), box("Tumor", 60, 60, 200, 200));
    List<CSVRecord> rows = rows(features(masks.resolve("a.png"), "--roi", roi));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("roi")).isEqualTo("roi-1");
    assertThat(rows.get(1).get("roi")).isEqualTo("Tumor-2");
    assertThat(numbers(rows.get(0)))
        .isEqualTo(numbers(rows(features(masks.resolve("cut.png"))).get(0)));
    png(masks.resolve("cut.png"), crop(values, 60, 60, 90, 70));
    assertThat(numbers(rows.get(1)))
        .isEqualTo(numbers(rows(features(masks.resolve("cut.png"))).get(0)));
  }

  @Test
  void roisAreInPixelsOfTheSlide() throws IOException {
    Path slide = Files.createDirectories(masks.resolve("slides/s"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), 7, 300, 200, 2, PyramidOptions.Format.SVS);
    Path mask = slide.resolve("mask.ome.tiff");
    Files.move(cohort.writeMask(folder, cohort.members().get(0)), mask);
    Path coarse = geojson("coarse.json", box("", 50, 40, 250, 150));
    Path fine = geojson("fine.json", box("", 200, 160, 1000, 600));
    List<String> expected = numbers(rows(features(masks, "--roi", coarse)).get(0));
    assertThat(numbers(rows(features(masks, "--roi", fine, "--roi-mpp", 0.5)).get(0)))
        .isEqualTo(expected);
    Files.writeString(
        slide.resolve("slide.json"),
        "{\"source\":{\"width\":1200,\"height\":800},\"level\":{\"width\":300,\"height\":200}}");
    assertThat(numbers(rows(features(masks, "--roi", fine)).get(0))).isEqualTo(expected);
    Path perMask = Files.createDirectory(folder.resolve("rois"));
    Files.copy(fine, perMask.resolve("s.geojson"));
    assertThat(numbers(rows(features(masks, "--roi", perMask)).get(0))).isEqualTo(expected);
    Files.delete(perMask.resolve("s.geojson"));
    Ended ended = features(masks, "--roi", perMask);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors().get(0))
        .contains("s.geojson: no such file; a folder of ROIs has one for each mask or slide (or");
  }

  @Test
  void anRoiBesideTheMaskHasFailed() throws IOException {
    png(masks.resolve("a.png"), MASK);
    Path roi = geojson("roi.json", box("", 0, 0, 2, 2), box("", 10, 0, 12, 2));
    Ended ended = features(masks, "--roi", roi);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().get(0))
        .contains("a.png: no pixel that counts of the 4 x 4 px lies in roi-2; areas are in pixels");
    List<CSVRecord> rows = rows(ended.out());
    assertThat(rows.get(0).get("status")).isEqualTo("done");
    assertThat(rows.get(1).get("status")).isEqualTo("failed");
    assertThat(rows.get(1).get("tissue_px")).isEmpty();
  }

  @Test
  void countsOfACaseAreAddedBeforeShares() throws IOException {
    int[][] values = random(9, 40, 30);
    png(masks.resolve("a.png"), crop(values, 0, 0, 40, 14));
    png(masks.resolve("b.png"), crop(values, 0, 14, 40, 30));
    png(masks.resolve("c.png"), MASK);
    int[][] apart = new int[31][];
    for (int y = 0; y < 31; y++) {
      apart[y] = y == 14 ? new int[40] : values[y < 14 ? y : y - 1];
    }
    Arrays.fill(apart[14], 255);
    Path whole = folder.resolve("whole.png");
    png(whole, apart);
    Path cases = folder.resolve("labels.csv");
    Files.writeString(cases, "slide,label,case\na,benign,P1\nx/b.svs,benign,P1\nc,dcis,\n");
    List<CSVRecord> rows = rows(features(masks, "--cases", cases, "--per-case"));
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("slide")).isEqualTo("P1");
    assertThat(rows.get(1).get("slide")).isEqualTo("c");
    List<String> sum = numbers(rows.get(0));
    List<String> expected = numbers(rows(features(whole, "--ignore", 255)).get(0));
    assertThat(sum).hasSameSizeAs(expected);
    for (int i = 2; i < sum.size(); i++) {
      assertThat(Double.parseDouble("0" + sum.get(i)))
          .isCloseTo(Double.parseDouble("0" + expected.get(i)), within(1e-9));
    }
    assertThat(rows(features(masks, "--cases", cases))).hasSize(3);
    Files.writeString(cases, "slide,label,case\na,benign,P1\nb,benign,P1\n");
    Files.writeString(masks.resolve("b.png"), "no picture");
    Ended ended = features(masks, "--cases", cases, "--per-case");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .contains("b.png: ")
        .contains("labels.csv: no line for slide c")
        .contains("case P1: not added up, since b failed");
  }

  @Test
  void distancesAndPixelsThatDoNotCount() throws IOException {
    png(masks.resolve("a.png"), new int[][] {{0, 1, 255, 1, 0}});
    CSVRecord row =
        rows(features(masks, "--ignore", 255, "--distances", "4,1", "--background", 1)).get(0);
    assertThat(row.get("class_0_px")).isEqualTo("2");
    assertThat(row.get("tissue_px")).isEqualTo("2");
    assertThat(row.get("class_0__class_1_cooc_d1")).isEqualTo("1.0");
    assertThat(row.get("class_0__class_0_cooc_d4")).isEqualTo("1.0");
    assertThat(row.get("class_0_components")).isEqualTo("0");
    assertThat(row.get("mpp")).isEmpty();
    assertThat(row.get("tissue_mm2")).isEmpty();
  }

  @Test
  void masksOfOtherClassesAreNamedAndTheOthersAreDescribed() throws IOException {
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), 7, 60, 40, 2, PyramidOptions.Format.SVS);
    cohort.writeMask(masks, cohort.members().get(0));
    png(masks.resolve("plain.png"), MASK);
    List<CSVRecord> rows = rows(features(masks));
    assertThat(rows.get(1).get("blood_px")).as("labels by the other's names").isEqualTo("0");
    Path table = folder.resolve("classes.csv");
    Files.writeString(
        table, "label,name,color\n0,glass,#FFFFFF\n1,gland,#ff0000\n2,stroma,#0000FF\n");
    Ended ended = features(masks, "--classes", table);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.errors()).hasSize(1);
    assertThat(ended.errors().get(0))
        .contains("biopsy-001-benign.ome.tiff: its classes are ")
        .contains("those of the table glass, gland, stroma");
    assertThat(ended.out().lines().skip(1))
        .anyMatch(line -> line.startsWith("biopsy-001-benign,,failed,,"))
        .anyMatch(line -> line.startsWith("plain,,done,,"));
  }

  @Test
  void wrongUsageIsOneClearLine() throws IOException {
    png(masks.resolve("a.png"), MASK);
    Path a = masks.resolve("a.png");
    refused("none: no such file or folder", features(folder.resolve("none")));
    refused("have the same name; keep one of them", features(masks, a));
    refused("--mpp must be more than 0 and less than 1000 um/px, not 0.0", features(a, "--mpp", 0));
    refused("--ignore must be 0 to 255, not 256", features(a, "--ignore", 256));
    refused("--min-component must be at least 1 px", features(a, "--min-component", 0));
    refused("--distances: distances must ascend from 1", features(a, "--distances", "0,4"));
    refused(
        "--background: no class is called 'glass'; there are class 0, class 1, class 2",
        features(a, "--background", "glass"));
    refused("--per-case needs --cases FILE", features(a, "--per-case"));
    refused("no.json: no such file or folder", features(a, "--roi", folder.resolve("no.json")));
    refused("roi.json: no area in it", features(a, "--roi", geojson("roi.json")));
    Path cases = Files.writeString(folder.resolve("cases.csv"), "name\nx\n");
    refused("a table of cases has a column slide", features(a, "--cases", cases));
    refused("x: cannot be written", features(a, "--output", folder.resolve("none").resolve("x")));
    Files.writeString(a, "no picture");
    Ended ended = features(a);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err()).contains("a.png: ").contains("nothing could be described");
  }

  @Test
  void slidesAddSuperpixelsAndDucts() throws IOException {
    Path slides = Files.createDirectory(folder.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 3, 200, 150, 4, PyramidOptions.Format.GENERIC);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
      cohort.writeMask(masks, member);
    }
    CSVRecord row = rows(features(masks, "--slides", slides)).get(1);
    assertThat(Double.parseDouble(row.get("superpixel_normal_stroma"))).isPositive();
    assertThat(row.get("duct_border_malignant_epithelium")).isNotEmpty();
    assertThat(row.getParser().getHeaderNames())
        .hasSizeGreaterThan(160)
        .endsWith("duct_in5_necrosis");
    Files.delete(cohort.slideFile(slides, cohort.members().get(0)));
    Ended ended = features(masks, "--slides", slides);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.onlyError())
        .isEqualTo("intarsia: biopsy-001-benign: no slide of this name in " + slides);
    assertThat(features(masks, "--slides", slides, "--ducts", "epithelium").errors())
        .anyMatch(line -> line.contains("no class is called 'epithelium'"));
    assertThat(features(masks, "--slides", slides, "--roi", slides).err())
        .contains("--slides is for whole masks, not for --roi or --per-case");
  }
}
