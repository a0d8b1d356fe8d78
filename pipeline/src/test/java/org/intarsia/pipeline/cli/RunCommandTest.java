package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Path model = Path.of("");
  private static Path slides = Path.of("");

  @BeforeAll
  static void makeInputs() throws IOException {
    model = TinyModel.write(shared, 1);
    slides = Files.createDirectory(shared.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(3), 40, 420, 300, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
    }
  }

  private static Ended run(Path input, Path output, Object... more) {
    Object[] first = {"run", input, "--output", output, "--model", model};
    return intarsia(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }

  @Test
  void leavesWhatTheContractSays() throws IOException {
    Path output = folder.resolve("out");
    Ended ended = run(slides, output);
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("3 of 3 slides done. Results: " + output);
    assertThat(below(output).stream().map(Path::toString))
        .contains("features.csv", "manifest.json")
        .contains(Path.of("slides", "biopsy-001-benign", "mask.ome.tiff").toString())
        .contains(Path.of("slides", "biopsy-001-benign", "overlay.jpg").toString())
        .contains(Path.of("slides", "biopsy-001-benign", "slide.json").toString())
        .hasSize(2 + 3 * 3);
    List<String> features = Files.readAllLines(output.resolve("features.csv"));
    assertThat(features).hasSize(4);
    assertThat(features.get(0)).startsWith("slide,roi,status,mpp,tissue_px,tissue_mm2");
    assertThat(features.get(1)).startsWith("biopsy-001-benign,,done,1.0,");
    assertThat(features.get(0).split(","))
        .hasSize(features.get(1).split(",", -1).length)
        .contains("background_mm2", "blood_components")
        .anyMatch(column -> column.endsWith("_interface_mm"))
        .anyMatch(column -> column.endsWith("_cooc_d1"));
    JsonNode record =
        Json.read(
            Files.readString(output.resolve("slides/biopsy-001-benign/slide.json")),
            JsonNode.class);
    long pixels = 0;
    for (JsonNode one : record.path("classes")) {
      pixels += one.path("pixels").asLong();
    }
    assertThat(pixels).as("class counts add up to the level").isEqualTo(420L * 300);
  }

  @Test
  void givesTheSameBytesWhateverTheThreadsAndBatches() throws IOException {
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    run(slides, one, "--workers", 1, "--readers", 1, "--batch", 1);
    run(slides, other, "--workers", 2, "--readers", 3, "--batch", 5);
    for (Path file : below(one)) {
      String name = String.valueOf(file.getFileName());
      if (!name.equals("manifest.json") && !name.equals("slide.json")) {
        assertThat(other.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
      }
    }
  }

  @Test
  void aWiderWindowChangesNothing() throws IOException {
    Path narrow = folder.resolve("narrow");
    Path wide = folder.resolve("wide");
    run(slides, narrow, "--patch", 64, "--no-tissue-filter");
    run(slides, wide, "--patch", 160, "--no-tissue-filter");
    assertThat(wide.resolve("features.csv")).hasSameBinaryContentAs(narrow.resolve("features.csv"));
  }

  @Test
  void aHaloThatIsTooSmallIsSaid() {
    Ended ended = run(slides, folder.resolve("out"), "--halo", 0, "--patch", 64);
    assertThat(ended.code()).isZero();
    assertThat(ended.err())
        .containsPattern(
            "intarsia: warning: a halo of 0 px is less than the \\d+ px that the network needs");
  }

  @Test
  void badSlidesAreNamedAndTheOthersAreDone() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Path good = slides.resolve("biopsy-001-benign.svs");
    Files.copy(good, mixed.resolve("good.svs"));
    Files.writeString(mixed.resolve("text.svs"), "this is no slide");
    Files.writeString(mixed.resolve("empty.svs"), "");
    byte[] whole = Files.readAllBytes(good);
    Files.write(mixed.resolve("truncated.svs"), Arrays.copyOf(whole, whole.length / 2));
    Path output = folder.resolve("out");
    Ended ended = run(mixed, output);
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).contains("1 of 4 slides done");
    List<String> failures = Files.readAllLines(output.resolve("failures.csv"));
    assertThat(failures).hasSize(4);
    assertThat(failures.get(0)).isEqualTo("slide,stage,error,message");
    assertThat(failures).anyMatch(line -> line.contains("empty.svs: the file is empty"));
    assertThat(failures).anyMatch(line -> line.contains("truncated.svs"));
    assertThat(Files.readAllLines(output.resolve("features.csv")))
        .anyMatch(line -> line.startsWith("good,,done,"))
        .anyMatch(line -> line.startsWith("text,,failed,"));
    assertThat(output.resolve(".intarsia")).doesNotExist();
    assertThat(below(output.resolve("slides")))
        .extracting(Path::toString)
        .containsExactlyInAnyOrder(
            "good/mask.ome.tiff",
            "good/overlay.jpg",
            "good/slide.json",
            "empty/slide.json",
            "text/slide.json",
            "truncated/slide.json");
    JsonNode failure =
        Json.read(Files.readString(output.resolve("slides/text/slide.json")), JsonNode.class);
    assertThat(failure.path("state").asText()).isEqualTo("failed");
    assertThat(failure.path("stage").asText()).isEqualTo("open");
    assertThat(failure.path("error").asText()).isEqualTo("SlideReadException");
    assertThat(failure.path("message").asText()).startsWith("text.svs: ");
  }

  @Test
  void asecondRunKeepsWhatIsDoneAndAnotherPlanDoesItAnew() throws IOException {
    Path output = folder.resolve("out");
    Path mask = output.resolve("slides/biopsy-002-atypia/mask.ome.tiff");
    assertThat(run(slides, output).code()).isZero();
    byte[] first = Files.readAllBytes(mask);
    byte[] features = Files.readAllBytes(output.resolve("features.csv"));
    Ended again = run(slides, output);
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("(kept from an earlier run)");
    assertThat(mask).hasBinaryContent(first);
    assertThat(output.resolve("features.csv")).hasBinaryContent(features);
    Ended other = run(slides, output, "--level", 0, "--mpp", 2);
    assertThat(other.code()).isZero();
    assertThat(other.out()).doesNotContain("kept");
    assertThat(Files.readString(output.resolve("features.csv"))).contains(",done,2.0,");
  }

  @Test
  void aListOfSlidesIsReadRelativeToItself() throws IOException {
    Path list = shared.resolve("list.csv");
    Files.writeString(list, "slide\nslides/biopsy-003-dcis.svs\n");
    Ended ended = run(list, folder.resolve("out"));
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("1 of 1 slides done");
    Files.writeString(list, "slide\nslides/missing.svs\n");
    assertThat(run(list, folder.resolve("out2")).onlyError())
        .contains("list.csv, line 2: no such file: ")
        .contains("missing.svs");
    Files.writeString(list, "name\nx\n");
    assertThat(run(list, folder.resolve("out2")).onlyError())
        .contains("a list of slides needs a column named slide; it has [name]");
  }

  @Test
  void wrongUsageIsOneClearLineAndLeavesNothing() throws IOException {
    Path output = folder.resolve("out");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path text = Files.writeString(folder.resolve("model.pt"), "not a model");
    Path sevenClasses = Files.writeString(folder.resolve("seven.json"), TinyModel.card(7).toJson());
    refused("no slides in this folder", run(empty, output));
    refused("no such file or folder", run(folder.resolve("none"), output));
    refused("--patch must be at least 1 px, not 0", run(slides, output, "--patch", 0));
    refused("does not suit this network", run(slides, output, "--patch", 257));
    refused("--batch must be at least 1, not 0", run(slides, output, "--batch", 0));
    refused("--workers must be at least 1, not 0", run(slides, output, "--workers", 0));
    refused("--mpp must be more than 0", run(slides, output, "--mpp", -1));
    refused("--device must be cpu or cuda:N, not 'gpu'", run(slides, output, "--device", "gpu"));
    refused(
        "model.pt: not a TorchScript archive",
        intarsia("run", slides, "--output", output, "--model", text));
    refused(
        "no such model",
        intarsia("run", slides, "--output", output, "--model", folder.resolve("no.pt")));
    refused("7", run(slides, output, "--card", sevenClasses));
    refused("Unknown option: '--pacth'", run(slides, output, "--pacth", 256));
    refused("Missing required option: '--output=DIR'", intarsia("run", slides));
    assertThat(output).doesNotExist();
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    refused("the output folder cannot be written", run(slides, file));
    refused("the output folder cannot be written", run(slides, file.resolve("below")));
    assertThat(file).hasContent("in the way");
  }

  private static void refused(String message, Ended ended) {
    assertThat(ended.onlyError()).contains(message);
    assertThat(ended.code()).isEqualTo(2);
  }

  @Test
  void inspectSaysOneObjectALine() throws IOException {
    Path text = Files.writeString(folder.resolve("text.svs"), "this is no slide");
    Ended ended =
        intarsia("inspect", "--json", "--decode", slides.resolve("biopsy-001-benign.svs"), text);
    assertThat(ended.code()).isEqualTo(3);
    List<String> lines = ended.out().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode slide = Json.read(lines.get(0), JsonNode.class);
    assertThat(slide.path("levels").get(0).path("width").asInt()).isEqualTo(420);
    assertThat(slide.path("levels").get(0).path("crc32").asText()).matches("[0-9a-f]{8}");
    assertThat(slide.path("micronsPerPixel").asDouble()).isEqualTo(1);
    JsonNode failure = Json.read(lines.get(1), JsonNode.class);
    assertThat(failure.path("error").asText()).isEqualTo("SlideReadException");
    assertThat(failure.path("message").asText()).startsWith("text.svs: ");
  }

  @Test
  void probeSaysHaloAndWindow() {
    Ended ended = intarsia("probe", model);
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .containsPattern("stride +2 px")
        .containsPattern("local +yes")
        .containsPattern("halo +\\d+ px before");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command :
        List.of(
            "demo",
            "run",
            "verify",
            "regress",
            "evaluate",
            "features",
            "inspect",
            "probe",
            "synthesize",
            "bench",
            "doctor")) {
      Ended ended = intarsia(command, "--help");
      assertThat(ended.code()).isZero();
      assertThat(ended.out()).contains("Usage: intarsia " + command);
    }
  }
}
