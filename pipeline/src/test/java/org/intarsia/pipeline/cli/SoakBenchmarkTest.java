package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakBenchmarkTest {
  @TempDir private Path folder;

  @Test
  void everyPixelIsComparedThroughEveryReader() {
    assertThat(intarsia("synthesize", "--output", folder, "--count", 1, "--size", "600x400").code())
        .isZero();
    Ended ended =
        intarsia(
            "bench",
            "soak",
            folder.resolve("slides/biopsy-001-benign.tif"),
            "--seconds",
            1,
            "--threads",
            4,
            "--reader",
            "tiff");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .matches(
            "tiff: 4 threads, 1 s, \\d+ regions, \\d+\\.\\d gigapixels, 0 wrong pixels, 0 leaked"
                + " file descriptors\\R");
  }

  @Test
  void aSlideThatNoReaderCanReadIsNamed() throws Exception {
    Path broken = Files.write(folder.resolve("a.tif"), new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0});
    Ended ended = intarsia("bench", "soak", broken, "--seconds", 1, "--reader", "tiff");
    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.out()).startsWith("tiff: a.tif: ");
    Ended unknown = intarsia("bench", "soak", broken, "--reader", "none");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no reader 'none' is installed; there are ");
  }
}
