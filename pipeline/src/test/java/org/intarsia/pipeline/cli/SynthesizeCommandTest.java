package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesizeCommandTest {
  @TempDir private Path folder;

  @Test
  void itMakesSlidesMasksAndLabels() throws IOException {
    Ended ended =
        intarsia(
            "synthesize", "--output", folder, "--count", 2, "--size", "300x200", "--format", "ome");
    assertThat(ended.code()).isZero();
    assertThat(Files.readAllLines(folder.resolve("labels.csv")))
        .containsExactly(
            "slide,label,case",
            "biopsy-001-benign,benign,case-001",
            "biopsy-002-atypia,atypia,case-002");
    assertThat(intarsia("inspect", folder.resolve("masks/biopsy-002-atypia.ome.tiff")).out())
        .contains("level 0        300 x 200");
    assertThat(intarsia("synthesize", "--output", folder, "--size", "300").code()).isEqualTo(2);
  }

  @Test
  void itDealsSlidesToCasesAndMakesWhatIsMissing() throws IOException {
    Object[] command = {
      "synthesize",
      "--output",
      folder,
      "--diagnoses",
      "1,0,2,1",
      "--cases",
      2,
      "--size",
      "60x50",
      "--lesion-extent",
      "0.1-0.8",
      "--mpp",
      4
    };
    assertThat(intarsia(command).code()).isZero();
    assertThat(Files.readAllLines(folder.resolve("labels.csv")))
        .containsExactly(
            "slide,label,case",
            "biopsy-001-benign,benign,case-001",
            "biopsy-002-dcis,dcis,case-002",
            "biopsy-003-dcis,dcis,case-001",
            "biopsy-004-invasive,invasive,case-002");
    Path kept = folder.resolve("slides/biopsy-001-benign.tif");
    Path lost = folder.resolve("slides/biopsy-002-dcis.tif");
    byte[] before = Files.readAllBytes(lost);
    Files.delete(lost);
    Files.write(kept, new byte[1]);
    assertThat(intarsia(command).out()).isEqualTo(lost + System.lineSeparator());
    assertThat(Files.readAllBytes(lost)).isEqualTo(before);
    command[6] = 1;
    assertThat(intarsia(command).out()).as("another cohort").contains("biopsy-001-benign");
    command[10] = "0.8-0.1";
    assertThat(intarsia(command).err()).contains("with 0 <= FROM <= TO <= 1, not 0.8-0.1");
    command[10] = "some";
    assertThat(intarsia(command).err()).contains("must be FROM-TO, such as 0.1-0.8, not some");
    command[4] = "1,2,3";
    assertThat(intarsia(command).err()).contains("four numbers of slides, such as 102,128,162,36");
  }
}
