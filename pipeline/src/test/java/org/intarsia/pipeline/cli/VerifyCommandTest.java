package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.intarsia.pipeline.TinyModel;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.pipeline.batch.RunManifest;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  private static final String FIRST = "slides/biopsy-001-benign/";

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path slides = Path.of("");
  private Path output = Path.of("");

  @BeforeAll
  static void run() throws IOException {
    Path model = TinyModel.write(shared, 1);
    Path slides = Files.createDirectory(shared.resolve("slides"));
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(2), 40, 300, 200, 1, PyramidOptions.Format.SVS);
    for (SyntheticCohort.Member member : cohort.members()) {
      cohort.writeSlide(slides, member);
    }
    Path output = shared.resolve("out");
    Ended ended =
        intarsia("run", slides, "--output", output, "--model", model, "--no-tissue-filter");
    assertThat(ended.code()).as(ended.err()).isZero();
  }

  /** Each test has the run, its slides and its model for itself. */
  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(shared)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(shared.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    model = folder.resolve("tiny.pt");
    slides = folder.resolve("slides");
    output = folder.resolve("out");
    Path manifest = output.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace(shared.toString(), folder.toString()));
  }

  private Ended verify(Object... more) {
    return intarsia(Stream.concat(Stream.of("verify", output), Stream.of(more)).toArray());
  }

  private static List<String> differences(Ended ended) {
    return ended.out().lines().filter(line -> line.matches("(changed|missing) .*")).toList();
  }

  private static void flip(Path file, long position) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) position] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void aRunAsItWasLeftIsAllRight() {
    Ended ended = verify("--full", "--counts");
    assertThat(differences(ended)).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("ok         features.csv", "ok         " + FIRST + "mask.ome.tiff")
        .contains("mask.ome.tiff, labels", "model " + model.toAbsolutePath(), "fingerprint")
        .contains("0 changed, 0 missing, 0 elsewhere");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mask.ome.tiff", "overlay.jpg"})
  void aByteThatChangedIsNamed(String name) throws IOException {
    Path file = output.resolve(FIRST + name);
    String before = Digest.of(file);
    flip(file, Files.size(file) / 2);
    Ended ended = verify();
    assertThat(ended.code()).isEqualTo(3);
    assertThat(differences(ended))
        .containsExactly(
            "changed    %s%s: expected %s, is %s".formatted(FIRST, name, before, Digest.of(file)));
  }

  @Test
  void aMissingFileIsNamedAndTheOthersAreComparedStill() throws IOException {
    Files.delete(output.resolve(FIRST + "overlay.jpg"));
    Files.delete(output.resolve("slides/biopsy-002-atypia/slide.json"));
    Ended ended = verify();
    assertThat(ended.code()).isEqualTo(3);
    assertThat(differences(ended))
        .containsExactly(
            "missing    " + FIRST + "overlay.jpg: no such file",
            "missing    slides/biopsy-002-atypia/slide.json: no such file");
    assertThat(ended.out()).contains("0 changed, 2 missing");
  }

  @Test
  void aFigureChangedInBothTableAndDigestIsStillFound() throws IOException {
    Path table = output.resolve("features.csv");
    String text = Files.readString(table);
    int from = text.indexOf("\r\n") + 2;
    String[] fields = text.substring(from, text.indexOf("\r\n", from)).split(",", -1);
    String was = fields[4];
    fields[4] = "1";
    String forged =
        text.substring(0, from)
            + String.join(",", fields)
            + text.substring(text.indexOf("\r\n", from));
    Path manifest = output.resolve("manifest.json");
    String digest = Digest.of(table);
    Files.writeString(table, forged);
    Files.writeString(manifest, Files.readString(manifest).replace(digest, Digest.of(table)));
    assertThat(differences(verify()))
        .containsExactly(
            "changed    features.csv, line of biopsy-001-benign, tissue_px: expected %s, is 1"
                .formatted(was));
  }

  @Test
  void countsAreCountedAgain() throws IOException {
    Path mine = output.resolve(FIRST + "mask.ome.tiff");
    Files.copy(
        output.resolve("slides/biopsy-002-atypia/mask.ome.tiff"),
        mine,
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(verify().out()).doesNotContain(" px, is ");
    assertThat(differences(verify("--counts")))
        .anyMatch(
            line ->
                line.matches(
                    "changed +" + FIRST + "mask.ome.tiff, .*: expected \\d+ px, is \\d+ px"));
  }

  @Test
  void anotherSlideAndAnotherModelAreNamed() throws IOException {
    flip(slides.resolve("biopsy-001-benign.svs"), 3000);
    flip(model, 100);
    Files.delete(slides.resolve("biopsy-002-atypia.svs"));
    Ended ended = verify("--full");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(differences(ended))
        .hasSize(3)
        .anyMatch(line -> line.contains("slide ") && line.contains(".svs, fingerprint: expected"))
        .anyMatch(line -> line.contains("slide ") && line.contains(".svs, whole: expected"))
        .anyMatch(line -> line.contains("model " + model));
    assertThat(ended.out()).contains("elsewhere  slide ", "1 elsewhere");
  }

  @Test
  void whatTheRunDidNotLeaveIsNamed() throws IOException {
    Files.createDirectory(output.resolve("slides/other"));
    Files.writeString(output.resolve("failures.csv"), "slide,stage,error,message\r\n");
    assertThat(differences(verify()))
        .containsExactly(
            "changed    failures.csv: expected no such file, is a file",
            "changed    slides/other: expected no such folder, is a folder");
  }

  @Test
  void whatIsNotARunsFolderIsRefused() throws IOException {
    Ended ended = intarsia("verify", slides);
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.onlyError())
        .isEqualTo(
            "intarsia: %s: not the folder of a run: it has no manifest.json; name the --output of"
                    .formatted(slides)
                + " 'intarsia run'");
    Files.writeString(output.resolve("manifest.json"), "{\"version\": \"0.1.0\"}");
    assertThat(verify().onlyError()).contains("manifest.json: not the manifest of a run");
    assertThat(verify().code()).isEqualTo(2);
  }

  @Test
  void aRepeatedRunHasTheSameBytes() throws IOException {
    Path again = folder.resolve("again");
    Ended ended = intarsia("run", "--repeat", output.resolve("manifest.json"), "--output", again);
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(again.resolve("features.csv"))
        .hasSameBinaryContentAs(output.resolve("features.csv"));
    for (String slide : List.of("biopsy-001-benign", "biopsy-002-atypia")) {
      for (String name : List.of("mask.ome.tiff", "overlay.jpg")) {
        Path file = Path.of("slides", slide, name);
        assertThat(again.resolve(file)).hasSameBinaryContentAs(output.resolve(file));
      }
    }
    RunManifest first = RunManifest.read(output.resolve("manifest.json"));
    RunManifest second = RunManifest.read(again.resolve("manifest.json"));
    assertThat(second.planDigest()).isEqualTo(first.planDigest());
    assertThat(second.recipe()).isEqualTo(first.recipe());
    assertThat(second.provenance()).isEqualTo(first.provenance());
    assertThat(second.provenance().libraries().keySet())
        .anyMatch(name -> name.contains("torch_cpu"));
  }

  /** A run over regions, a broken slide and a copy: all that is not a plain slide. */
  @Test
  void aRunOfRegionsBrokenSlidesAndCopiesIsVerifiedAndRepeated() throws IOException {
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    Path slide = slides.resolve("biopsy-001-benign.svs");
    Files.copy(slide, mixed.resolve("a.svs"));
    Files.copy(slide, mixed.resolve("copy.svs"));
    Files.writeString(mixed.resolve("broken.svs"), "this is no slide");
    Path rois =
        Files.writeString(
            folder.resolve("rois.geojson"),
            """
            {"type":"Feature","geometry":{"type":"Polygon",
              "coordinates":[[[20,30],[120,30],[120,90],[20,90],[20,30]]]},"properties":{}}
            """);
    Path first = folder.resolve("first");
    assertThat(intarsia("run", mixed, "--roi", rois, "--output", first, "--model", model).code())
        .isEqualTo(3);
    Ended verified = intarsia("verify", first);
    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(verified.out())
        .containsPattern("ok +features.csv, line of a, roi-1")
        .containsPattern("ok +slides/broken/slide.json")
        .containsPattern("ok +ROIs " + rois);
    Path again = folder.resolve("again");
    Ended repeated = intarsia("run", "--repeat", first.resolve("manifest.json"), "--output", again);
    assertThat(repeated.code()).as(repeated.err()).isEqualTo(3);
    for (String name : List.of("features.csv", "failures.csv", "slides/a/mask.ome.tiff")) {
      assertThat(again.resolve(name)).hasSameBinaryContentAs(first.resolve(name));
    }
    Files.writeString(rois, Files.readString(rois).replace("120", "121"));
    assertThat(differences(intarsia("verify", first)))
        .singleElement()
        .asString()
        .matches("changed +ROIs " + rois + ": expected .*");
    assertThat(
            intarsia("run", "--repeat", first.resolve("manifest.json"), "--output", again)
                .onlyError())
        .contains(rois + ": not the file of ROIs that " + first.resolve("manifest.json"));
    Files.writeString(first.resolve("slides/broken/slide.json"), "{}");
    assertThat(differences(intarsia("verify", first))).hasSize(2);
  }

  private String refused(Object... more) {
    Object[] first = {
      "run", "--repeat", output.resolve("manifest.json"), "--output", folder.resolve("again")
    };
    Ended ended = intarsia(Stream.concat(Stream.of(first), Stream.of(more)).toArray());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(folder.resolve("again")).doesNotExist();
    return ended.onlyError();
  }

  @Test
  void aRepetitionOfSomethingElseIsRefused() throws IOException {
    assertThat(refused("--patch", 64)).endsWith("from the manifest; leave out --patch");
    assertThat(refused(slides)).endsWith("from the manifest; leave out " + slides);
    Path other = TinyModel.write(Files.createDirectory(folder.resolve("other")), 2);
    assertThat(refused("--model", other))
        .matches(".*tiny.pt: not the model that .*manifest.json was made with: its SHA-256 is .*");
    Path slide = slides.resolve("biopsy-002-atypia.svs");
    flip(slide, 2000);
    assertThat(refused())
        .startsWith("intarsia: " + slide + ": not the slide that ")
        .contains("its fingerprint is ", ", expected ");
    Files.delete(slide);
    assertThat(refused()).contains(slide + ": no such slide; ");
  }

  @Test
  void aMovedModelIsNamedAgain() throws IOException {
    Path place = Files.createDirectory(folder.resolve("place"));
    Files.move(model, place.resolve("moved.pt"));
    Files.move(folder.resolve("tiny.json"), place.resolve("moved.json"));
    assertThat(refused()).contains("tiny.pt: no such model; ", "name where it is with --model");
    Ended ended =
        intarsia(
            "run",
            "--repeat",
            output.resolve("manifest.json"),
            "--output",
            folder.resolve("again"),
            "--model",
            place.resolve("moved.pt"));
    assertThat(ended.code()).as(ended.err()).isZero();
  }
}
