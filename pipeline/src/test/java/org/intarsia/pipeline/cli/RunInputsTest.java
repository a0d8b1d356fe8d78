package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.RunProgress;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.pipeline.diagnose.LabelFile;
import org.intarsia.pipeline.diagnose.RowName;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs and regions of interest, on slides of 0.5 um/px for a model of 1 um/px. */
class RunInputsTest {
  private static final int WIDTH = 840;
  private static final int HEIGHT = 600;
  private static final String FIRST = "biopsy-001-benign";
  private static final String SECOND = "biopsy-002-atypia";

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Path model = Path.of("");
  private static Path slides = Path.of("");
  private static Path whole = Path.of("");

  @BeforeAll
  static void makeInputs() throws IOException {
    model = TinyModel.write(shared, 1);
    slides = Files.createDirectory(shared.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 40, WIDTH, HEIGHT, 0.5, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
      old(cohort.slideFile(slides, member));
    }
    makeRois(shared);
    whole = shared.resolve("whole");
    intarsia(
        "run", slides, "--output", whole, "--model", model, "--patch", 64, "--no-tissue-filter");
  }

  /** As if it had been there for long, so that nobody waits for it. */
  private static Path old(Path file) throws IOException {
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private static void makeRois(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("rois.geojson"),
        """
        {"type": "FeatureCollection", "features": [
          {"type": "Feature", "properties": {"classification": {"name": "Tumor"}},
           "geometry": {"type": "Polygon", "coordinates": [
             [[20.5, 33], [301, 20], [280.2, 290], [60, 240], [20.5, 33]],
             [[100, 100], [170, 110], [130, 180], [100, 100]]]}},
          {"type": "Feature", "properties": {},
           "geometry": {"type": "MultiPolygon", "coordinates": [
             [[[700, 500], [839, 500], [839, 599], [700, 500]]],
             [[[10, 560], [90, 560], [90, 590], [10, 590], [10, 560]]]]}}]}
        """);
    Files.writeString(
        folder.resolve("rois-asap.xml"),
        """
        <ASAP_Annotations><Annotations>
        <Annotation Name="a" Type="Spline" PartOfGroup="Stroma"><Coordinates>
        <Coordinate Order="0" X="40" Y="400.5"/><Coordinate Order="1" X="300" Y="380"/>
        <Coordinate Order="2" X="170" Y="599"/></Coordinates></Annotation>
        </Annotations><AnnotationGroups/></ASAP_Annotations>
        """);
    Files.writeString(
        folder.resolve("rois-aperio.xml"),
        """
        <Annotations MicronsPerPixel="0.5"><Annotation Id="1" Name="Duct"><Regions>
        <Region Id="1" Type="2"><Vertices><Vertex X="400" Y="100"/><Vertex X="700" Y="400"/>
        </Vertices></Region><Region Id="2" Type="1" NegativeROA="1"><Vertices>
        <Vertex X="500" Y="200"/><Vertex X="900" Y="300"/></Vertices></Region>
        </Regions></Annotation></Annotations>
        """);
    BufferedImage mask = new BufferedImage(WIDTH / 12, HEIGHT / 12, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 5; y < 30; y++) {
      for (int x = 10; x < 40; x++) {
        mask.getRaster().setSample(x, y, 0, x < 20 ? 3 : 255);
      }
    }
    ImageIO.write(mask, "png", folder.resolve("rois.png").toFile());
  }

  private Ended run(Object... words) {
    return intarsia(
        Stream.concat(
                Stream.of("run", "--model", model, "--patch", 64, "--output", output()),
                Arrays.stream(words))
            .toArray());
  }

  private Path output() {
    return folder.resolve("out");
  }

  private List<String> table(String name) throws IOException {
    return Files.readAllLines(output().resolve(name));
  }

  /** The first columns of a table, without the features. */
  private List<String> states() throws IOException {
    return table("features.csv").stream()
        .skip(1)
        .map(line -> String.join(",", Arrays.asList(line.split(",", -1)).subList(0, 3)))
        .toList();
  }

  private JsonNode record(String slide) throws IOException {
    return Json.read(
        Files.readString(output().resolve("slides").resolve(slide).resolve("slide.json")),
        JsonNode.class);
  }

  private static void refused(String message, Ended ended) {
    assertThat(ended.onlyError()).contains(message);
    assertThat(ended.code()).isEqualTo(2);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"rois.geojson", "rois-asap.xml", "rois-aperio.xml", "rois.png"})
  void describesRoisAsFeaturesDoesOfTheMasksOfAWholeRun(String rois) throws IOException {
    Path expected = folder.resolve("expected.csv");
    intarsia("features", whole, "--roi", shared.resolve(rois), "--output", expected);
    Ended ended = run(slides, "--roi", shared.resolve(rois), "--no-tissue-filter");
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(output().resolve("features.csv")).hasSameBinaryContentAs(expected);
    JsonNode tiles = record(FIRST).path("tiles");
    assertThat(tiles.path("skippedOutsideRois").asLong()).isPositive();
    assertThat(tiles.path("skippedAsGlass").asLong()).isZero();
    assertThat(tiles.path("segmented").asLong()).isPositive();
  }

  @Test
  void blendedSeamsAreThoseOfAWholeRunToo() throws IOException {
    Path blended = folder.resolve("blended");
    Path rois = shared.resolve("rois.geojson");
    intarsia(
        "run", slides, "--output", blended, "--model", model, "--patch", 64, "--seam", "feather");
    Path expected = folder.resolve("expected.csv");
    intarsia("features", blended, "--roi", rois, "--output", expected);
    assertThat(run(slides, "--roi", rois, "--seam", "feather").code()).isZero();
    assertThat(output().resolve("features.csv")).hasSameBinaryContentAs(expected);
  }

  @Test
  void onlyTilesWithASayInAnRoiAreRead() throws IOException {
    Path slide = slides.resolve(FIRST + ".svs");
    run(slide, "--no-tissue-filter");
    int core = 2 * record(FIRST).path("tiles").path("core").asInt();
    long all = record(FIRST).path("tiles").path("segmented").asLong();
    Path list = folder.resolve("list.csv");
    Files.writeString(
        list, "slide,roi\n%s,%d %d %d %d\n".formatted(slide, 2 * core, core, core, core));
    run(list, "--no-tissue-filter");
    assertThat(record(FIRST).path("tiles").path("segmented").asLong()).isEqualTo(1);
    assertThat(record(FIRST).path("tiles").path("skippedOutsideRois").asLong()).isEqualTo(all - 1);
    run(list, "--no-tissue-filter", "--seam", "feather");
    assertThat(record(FIRST).path("tiles").path("segmented").asLong())
        .as("neighbours have a say in what is blended")
        .isEqualTo(9);
  }

  @Test
  void recordsRoisAndDoesASlideAnewWhenTheyChange() throws IOException {
    Path rois = folder.resolve("mine.geojson");
    Files.copy(shared.resolve("rois.geojson"), rois);
    assertThat(run(slides, "--roi", rois).out()).contains("in 2 ROIs").contains("2 of 2 slides");
    assertThat(states())
        .containsExactly(
            FIRST + ",Tumor-1,done",
            FIRST + ",roi-2,done",
            SECOND + ",Tumor-1,done",
            SECOND + ",roi-2,done");
    JsonNode recorded = record(FIRST).path("rois");
    assertThat(recorded.path("origins").get(0).path("source").asText()).isEqualTo(rois.toString());
    JsonNode tumor = recorded.path("areas").get(0);
    assertThat(tumor.path("name").asText()).isEqualTo("Tumor-1");
    assertThat(tumor.path("squareMillimetres").asDouble())
        .isEqualTo(tumor.path("pixels").asLong() / 1e6);
    long pixels = 0;
    for (JsonNode one : record(FIRST).path("classes")) {
      pixels += one.path("pixels").asLong();
    }
    assertThat(pixels).as("the counts of the mask").isEqualTo(WIDTH / 2 * HEIGHT / 2);
    Files.move(rois, folder.resolve("moved.geojson"));
    assertThat(run(slides, "--roi", folder.resolve("moved.geojson")).out())
        .contains("kept from an earlier run");
    Files.writeString(rois, Files.readString(shared.resolve("rois.geojson")).replace("301", "302"));
    assertThat(run(slides, "--roi", rois).out()).doesNotContain("kept");
    assertThat(run(slides).out()).doesNotContain("kept");
    assertThat(states()).containsExactly(FIRST + ",,done", SECOND + ",,done");
  }

  @Test
  void aFolderHasOneFileForEachSlideAndMissesEndThatSlideOnly() throws IOException {
    Path rois = Files.createDirectory(folder.resolve("rois"));
    Files.copy(shared.resolve("rois-aperio.xml"), rois.resolve(FIRST + ".xml"));
    Ended ended = run(slides, "--roi", rois);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(states()).containsExactly(FIRST + ",Duct-1,done", SECOND + ",,failed");
    assertThat(table("failures.csv").get(1))
        .contains(SECOND + ".geojson: no such file; a folder of ROIs has one for each");
    Files.copy(shared.resolve("rois.png"), rois.resolve(SECOND + ".png"));
    assertThat(run(slides, "--roi", rois).code()).isZero();
    assertThat(states())
        .containsExactly(FIRST + ",Duct-1,done", SECOND + ",roi-3,done", SECOND + ",roi-255,done");
    Files.copy(shared.resolve("rois.geojson"), rois.resolve(SECOND + ".geojson"));
    assertThat(run(slides, "--roi", rois).code()).isEqualTo(3);
    assertThat(table("failures.csv").get(1)).contains("keep one of them");
  }

  @Test
  void anRoiBesideTheSlideIsAFailureOfTheSlide() throws IOException {
    Path list = folder.resolve("list.csv");
    Files.writeString(
        list,
        "slide,roi\n%s,10 10 50 50\n%s,900 10 50 50\n"
            .formatted(slides.resolve(FIRST + ".svs"), slides.resolve(SECOND + ".svs")));
    assertThat(run(list).code()).isEqualTo(3);
    assertThat(table("failures.csv").get(1))
        .contains(
            "no pixel of the 420 x 300 px lies in roi-1; areas are in pixels of the slide's level"
                + " 0, 2.0 of them a pixel");
    assertThat(states()).containsExactly(FIRST + ",roi-1,done", SECOND + ",,failed");
  }

  @Test
  void aListGivesBoxesPixelSizesAndLabels() throws IOException {
    Path list = folder.resolve("list.csv");
    String first = slides.resolve(FIRST + ".svs").toString();
    Files.writeString(
        list,
        "slide,roi,mpp,label,case\n%s,0 0 100 60,1,benign,p7\n%s,100 0 100 60,,,\n%s,,,atypia,\n"
            .formatted(first, first, slides.resolve(SECOND + ".svs")));
    Ended ended = run(list);
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(states())
        .containsExactly(FIRST + ",roi-1,done", FIRST + ",roi-2,done", SECOND + ",,done");
    assertThat(record(FIRST).path("level").path("width").asInt()).isEqualTo(WIDTH);
    assertThat(record(FIRST).path("rois").path("areas").get(1).path("pixels").asInt())
        .isEqualTo(6000);
    assertThat(record(SECOND).path("level").path("width").asInt()).isEqualTo(WIDTH / 2);
    LabelFile labels = LabelFile.read(output().resolve("labels.csv"));
    assertThat(labels.labels())
        .containsEntry(new RowName(FIRST, ""), new LabelFile.Label("benign", "p7"))
        .containsEntry(new RowName(SECOND, ""), new LabelFile.Label("atypia", SECOND))
        .hasSize(2);
  }

  @Test
  void slidesWithAModelOfTheirOwnAreARunOfTheirOwn() throws IOException {
    Path other = TinyModel.write(Files.createDirectory(folder.resolve("other")), 2);
    Path list = folder.resolve("list.csv");
    Path first = slides.resolve(FIRST + ".svs");
    Files.writeString(
        list,
        "slide,model\n%s,\n%s,other/tiny.pt\n".formatted(first, slides.resolve(SECOND + ".svs")));
    Ended ended = run(list);
    assertThat(ended.code()).as("%s", ended).isZero();
    assertThat(states()).containsExactly(FIRST + ",,done");
    Path own = output().resolve("models").resolve("tiny");
    assertThat(intarsia("verify", own).code()).isZero();
    Path alone = folder.resolve("alone");
    intarsia("run", slides, "--model", other, "--patch", 64, "--output", alone);
    Path mask = Path.of("slides", SECOND, "mask.ome.tiff");
    assertThat(own.resolve(mask)).hasSameBinaryContentAs(alone.resolve(mask));
  }

  @Test
  void slidesOfEqualContentAreDoneOnce() throws IOException {
    Path copies = Files.createDirectory(folder.resolve("copies"));
    Path first = slides.resolve(FIRST + ".svs");
    for (String name : List.of("a.svs", "b.svs", "c.svs")) {
      old(Files.copy(first, copies.resolve(name)));
    }
    byte[] changed = Files.readAllBytes(first);
    changed[changed.length / 2] ^= 1;
    old(Files.write(copies.resolve("other.svs"), changed));
    old(Files.writeString(copies.resolve("zero-1.svs"), ""));
    old(Files.writeString(copies.resolve("zero-2.svs"), ""));
    Ended ended = run(copies, "--no-tissue-filter");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out())
        .containsPattern("b +duplicate of a\n")
        .contains("2 of 6 slides done, 2 duplicates. Results: ");
    assertThat(states())
        .containsExactly(
            "a,,done",
            "b,,duplicate",
            "c,,duplicate",
            "other,,done",
            "zero-1,,failed",
            "zero-2,,failed");
    assertThat(Files.readString(output().resolve("manifest.json"))).contains("\"duplicate of a\"");
    assertThat(output().resolve("slides").toFile().list())
        .containsExactlyInAnyOrder("a", "other", "zero-1", "zero-2");
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "slide,mpp\ncopies/a.svs,\ncopies/b.svs,0.5\ncopies/c.svs,1\n");
    assertThat(run(list).code()).isZero();
    assertThat(states()).as("what is asked differs").allMatch(line -> line.endsWith(",done"));
  }

  @Test
  void aSlideThatChangesWhileItIsWorkedOnIsRefused() throws IOException, InterruptedException {
    Path changing = old(Files.copy(slides.resolve(FIRST + ".svs"), folder.resolve("a.svs")));
    RunProgress progress =
        new RunProgress() {
          @Override
          public void slideBegins(int number, int of, SlideInput slide) {}

          @Override
          public void tilesBegin(TileGrid grid) {
            try {
              Files.write(changing, new byte[100], StandardOpenOption.APPEND);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public void tilesDone(long tiles) {}

          @Override
          public void note(SlideInput slide, String note) {}

          @Override
          public void slideEnds(SlideResult result) {}
        };
    try (SegmentationModel loaded = SegmentationModel.load(model, Optional.empty())) {
      PipelinePlan plan =
          new PipelinePlan(
              PipelinePlan.ModelIdentity.of(loaded),
              loaded.probe().window(OptionalInt.of(64), OptionalInt.empty()),
              new PipelinePlan.Choices(
                  PipelinePlan.SeamChoice.CROP,
                  PipelinePlan.TissueFilter.NONE,
                  OptionalDouble.empty(),
                  OptionalInt.empty(),
                  TileFaults.Policy.FAIL),
              new PipelinePlan.Resources(4, 1, 1, "cpu"));
      List<SlideResult> results =
          BatchRun.of(plan, loaded, output(), BatchRun.Earlier.KEEP)
              .run(SlideInputs.collect(List.of(changing)), "test", progress);
      assertThat(results)
          .singleElement()
          .isInstanceOfSatisfying(
              SlideResult.Failed.class,
              failed ->
                  assertThat(failed.message())
                      .startsWith(changing + " is still being written; run again"));
    }
    assertThat(output().resolve("slides/a/mask.ome.tiff")).doesNotExist();
    assertThat(output().resolve("slides/a/slide.json"))
        .content()
        .contains("\"state\" : \"failed\"");
  }

  @Test
  void aSlideThatIsStillBeingWrittenIsRefused() throws IOException {
    Path fresh = Files.copy(slides.resolve(FIRST + ".svs"), folder.resolve("fresh.svs"));
    Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));
    Ended ended = run(fresh, slides.resolve(SECOND + ".svs"), "--wait", 0);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(table("failures.csv").get(1)).contains("fresh.svs is still being written: ");
    assertThat(states()).containsExactly("fresh,,failed", SECOND + ",,done");
  }

  @Test
  void aFolderWithThingsThatAreNoSlidesIsDoneAllTheSame() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    old(Files.copy(slides.resolve(FIRST + ".svs"), mixed.resolve("good.svs")));
    Files.createSymbolicLink(mixed.resolve("broken.svs"), mixed.resolve("gone.svs"));
    Files.createDirectory(mixed.resolve("folder.svs"));
    Ended ended = run(mixed + "/**/*.svs");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(states()).containsExactly("broken,,failed", "folder,,failed", "good,,done");
    assertThat(table("failures.csv"))
        .anyMatch(line -> line.contains("broken.svs: a link to a file that does not exist"))
        .anyMatch(line -> line.contains("folder.svs: is a folder, no slide"));
  }

  @Test
  void wrongUsageIsOneClearLine() throws IOException {
    refused("no.xml: no such file or folder", run(slides, "--roi", folder.resolve("no.xml")));
    Path empty = Files.writeString(folder.resolve("empty.xml"), "<Annotations/>");
    refused("empty.xml: no area in it (0 points or lines)", run(slides, "--roi", empty));
    refused("--wait must be 0 to 604800 s, not -1", run(slides, "--wait", -1));
    refused("*.czi: matches no slide", run(slides + "/*.czi"));
    assertThat(output()).doesNotExist();
    Path list = folder.resolve("list.csv");
    Files.writeString(list, "slide,stain\n" + slides.resolve(FIRST + ".svs") + ",HE\n");
    assertThat(run(list).err()).contains("intarsia: warning: " + list + ": columns that mean");
  }
}
