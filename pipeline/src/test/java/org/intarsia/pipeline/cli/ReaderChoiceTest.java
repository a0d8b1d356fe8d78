package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --reader} and {@code --scale-16-bit}, and what they leave. */
class ReaderChoiceTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static Path model = Path.of("");
  private static Path slide = Path.of("");

  @BeforeAll
  static void makeInputs() throws IOException {
    model = TinyModel.write(shared, 1);
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), 40, 200, 150, 1, PyramidOptions.Format.SVS);
    SyntheticCohort.Member member = cohort.members().get(0);
    cohort.writeSlide(shared, member);
    slide = cohort.slideFile(shared, member);
  }

  private Ended run(Object... words) {
    return intarsia(
        Stream.concat(
                Stream.of("run", slide, "--model", model, "--patch", 64, "--output", output()),
                Arrays.stream(words))
            .toArray());
  }

  private Path output() {
    return folder.resolve("out");
  }

  private JsonNode manifest() throws IOException {
    return Json.read(Files.readString(output().resolve("manifest.json")), JsonNode.class);
  }

  private JsonNode record() throws IOException {
    String name = manifest().path("slides").get(0).path("name").asText();
    Path file = output().resolve("slides").resolve(name).resolve("slide.json");
    return Json.read(Files.readString(file), JsonNode.class);
  }

  @Test
  void anotherReaderIsAnotherPlan() throws IOException {
    assertThat(run().code()).isZero();
    assertThat(record().path("source").path("reader").asText()).isEqualTo("tiff");
    assertThat(manifest().path("plan").has("reader")).isFalse();
    assertThat(manifest().path("plan").has("deepSamples")).isFalse();
    assertThat(manifest().path("machine").path("readers").asText()).contains("tiff (built in)");
    String usual = manifest().path("planDigest").asText();

    Ended asked = run("--reader", "tiff");
    assertThat(asked.code()).isZero();
    assertThat(asked.err()).contains("its results are of another plan, and are made anew");
    assertThat(manifest().path("plan").path("reader").asText()).isEqualTo("tiff");
    String named = manifest().path("planDigest").asText();
    assertThat(record().path("planDigest").asText()).isEqualTo(named).isNotEqualTo(usual);
    assertThat(run("--reader", "tiff").err()).doesNotContain("made anew");

    assertThat(run("--scale-16-bit").err()).contains("made anew");
    assertThat(manifest().path("plan").path("deepSamples").asText()).isEqualTo("SCALE");
    assertThat(manifest().path("planDigest").asText()).isNotIn(usual, named);
  }

  @Test
  void aRepetitionReadsAsTheRunDid() throws IOException {
    assertThat(run("--reader", "tiff", "--scale-16-bit").code()).isZero();
    Path copy = Files.copy(output().resolve("manifest.json"), folder.resolve("copy.json"));
    Path again = folder.resolve("again");
    assertThat(intarsia("run", "--repeat", copy, "--output", again).code()).isZero();
    JsonNode plan = Json.read(Files.readString(again.resolve("manifest.json")), JsonNode.class);
    assertThat(plan.path("planDigest")).isEqualTo(manifest().path("planDigest"));

    ObjectNode gone = (ObjectNode) manifest();
    ((ObjectNode) gone.at("/recipe/choices/reading")).put("reader", "gone");
    Path other = Files.writeString(folder.resolve("gone.json"), Json.pretty(gone));
    assertThat(intarsia("run", "--repeat", other, "--output", again).onlyError())
        .startsWith("intarsia: " + other + ": no reader 'gone' is installed; there are ");
  }

  @Test
  void manifestsOfBeforeReadersWereChosenAreRepeated() throws IOException {
    assertThat(run().code()).isZero();
    ObjectNode old = (ObjectNode) manifest();
    assertThat(((ObjectNode) old.at("/recipe/choices")).remove("reading")).isNotNull();
    Path file = Files.writeString(folder.resolve("old.json"), Json.pretty(old));
    Path again = folder.resolve("again");
    assertThat(intarsia("run", "--repeat", file, "--output", again).code()).isZero();
  }

  @Test
  void aReaderThatIsNotInstalledIsWrongUsage() {
    String message = "intarsia: no reader 'nosuch' is installed; there are ";
    for (Ended ended : new Ended[] {run("--reader", "nosuch"), inspect("--reader", "nosuch")}) {
      assertThat(ended.code()).isEqualTo(2);
      assertThat(ended.onlyError()).startsWith(message).contains("tiff").contains("image");
    }
    assertThat(output()).doesNotExist();
  }

  private static Ended inspect(Object... words) {
    return intarsia(Stream.concat(Stream.of("inspect", slide), Arrays.stream(words)).toArray());
  }

  @Test
  void inspectSaysWhichReaderAndWhy() throws IOException {
    assertThat(inspect().out())
        .containsPattern(
            "(?m)^  reader         tiff \\((the first of those|the only one) that know");
    assertThat(inspect("--reader", "tiff").out())
        .containsPattern("(?m)^  reader         tiff \\(asked for\\)$");
    JsonNode json = Json.read(inspect("--json").out(), JsonNode.class);
    assertThat(json.path("reader").asText()).isEqualTo("tiff");
    assertThat(json.path("readerChosen").asText()).isNotBlank();
    assertThat(json.path("otherReaders").isArray()).isTrue();
    Ended other = inspect("--reader", "image");
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.onlyError()).endsWith(": no kind of slide that the reader 'image' knows");
  }

  @Test
  void doctorListsTheReaders() {
    assertThat(intarsia("doctor").out())
        .containsPattern("(?m)^readers +.*$")
        .contains(" tiff (built in)")
        .containsPattern("openslide (\\(OpenSlide [34]\\.|lacks its library)");
  }
}
