package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.batch.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecisionBenchmarkTest {
  @TempDir private Path folder;

  private Path slide() {
    assertThat(intarsia("synthesize", "--output", folder, "--count", 1, "--size", "600x400").code())
        .isZero();
    return folder.resolve("slides/biopsy-001-benign.tif");
  }

  /** With the model that comes with Intarsia, and with one that is written in both layouts. */
  @ParameterizedTest(name = "network {0}")
  @ValueSource(strings = {"", "one-by-one"})
  void labelsAreComparedAndTheNetworkIsTimed(String network) throws IOException {
    Path output = folder.resolve("out");
    List<Object> words =
        new ArrayList<>(List.of("bench", "precision", slide(), "--output", output, "--windows", 2));
    words.addAll(List.of("--rounds", 1, "--workers", 1, "--patch", 256));
    if (!network.isEmpty()) {
      words.addAll(List.of("--network", network));
    }
    Ended ended = intarsia(words.toArray());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("label agreement: (0\\.9|1\\.0)")
        .contains("bfloat16 channels last / float32 contiguous: ");
    JsonNode json = Json.read(Files.readString(output.resolve("precision.json")), JsonNode.class);
    JsonNode figures = json.path("figures");
    assertThat(figures.path("label agreement").asDouble()).isBetween(0.9, 1.0);
    assertThat(figures.path("largest probability difference").asDouble()).isBetween(1e-6, 0.5);
    assertThat(json.path("timings")).hasSize(3);
    assertThat(json.path("ratios")).hasSize(3);
    assertThat(json.path("settings").path("compared").asText()).startsWith("2 windows, ");
  }

  @Test
  void impossibleNumbersAreNamed() {
    Ended ended =
        intarsia("bench", "precision", slide(), "--output", folder.resolve("o"), "--windows", 0);
    assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("windows must be at least 1, not 0");
  }
}
