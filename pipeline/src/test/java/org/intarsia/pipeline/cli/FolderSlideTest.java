package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.intarsia.pipeline.SeveralFiles;
import org.intarsia.pipeline.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slide that is a folder, through a run and what follows it. */
class FolderSlideTest {
  @TempDir private Path folder;

  private static void part(Path file) throws IOException {
    SeveralFiles.part(file, "slide");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  @Test
  void isRunKeptVerifiedAndRepeated() throws IOException {
    Path model = TinyModel.write(folder, 1);
    Path slide = Files.createDirectories(folder.resolve("slides/patient.1"));
    part(slide.resolve("1.dcm"));
    part(slide.resolve("2.dcm"));
    Path output = folder.resolve("out");
    Object[] run = {
      "run",
      folder.resolve("slides"),
      "--output",
      output,
      "--model",
      model,
      "--patch",
      64,
      "--mpp",
      1,
      "--no-tissue-filter"
    };
    Ended first = intarsia(run);
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(output.resolve("slides/patient.1/mask.ome.tiff")).isRegularFile();
    assertThat(Files.readAllLines(output.resolve("features.csv")).get(1))
        .startsWith("patient.1,,done");
    Path record = output.resolve("slides/patient.1/slide.json");
    assertThat(record).content().contains("\"reader\" : \"several\"");
    FileTime made = Files.getLastModifiedTime(record);
    assertThat(intarsia(run).code()).isZero();
    assertThat(Files.getLastModifiedTime(record)).isEqualTo(made);
    assertThat(intarsia("verify", output).code()).isZero();
    Path manifest = output.resolve("manifest.json");
    Path again = folder.resolve("again");
    assertThat(intarsia("run", "--repeat", manifest, "--output", again).code()).isZero();
    assertThat(again.resolve("features.csv"))
        .hasSameBinaryContentAs(output.resolve("features.csv"));

    part(slide.resolve("3.dcm"));
    assertThat(intarsia("verify", output).code()).isEqualTo(3);
    assertThat(intarsia("run", "--repeat", manifest, "--output", again).onlyError())
        .contains(slide + ": not the slide that ");
    assertThat(intarsia(run).code()).isZero();
    assertThat(Files.getLastModifiedTime(record)).isNotEqualTo(made);
  }
}
