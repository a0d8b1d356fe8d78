package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path folder;

  @Test
  void readsAndWritesWhatARunDoes() throws Exception {
    Rehearsal.main(new String[] {folder.toString()});
    assertThat(folder.resolve("slides")).isNotEmptyDirectory();
    assertThat(folder.resolve("features.csv")).content().contains("biopsy-001-benign,,done,");
  }

  @Test
  void saysWhatItCannotDo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Rehearsal.main(new String[] {file.toString()}))
        .hasMessageStartingWith("cannot rehearse synthesize");
  }
}
