package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.intarsia.pipeline.batch.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code bench pipeline}, {@code bench stages} and {@code bench plan}: what they print and leave.
 */
class SpeedBenchmarksTest {
  @TempDir private Path folder;

  private Path slide = Path.of("");

  @BeforeEach
  void makeASlide() {
    Ended made = intarsia("synthesize", "--output", folder, "--count", 1, "--size", "600x400");
    assertThat(made.code()).isZero();
    slide = folder.resolve("slides/biopsy-001-benign.tif");
  }

  private JsonNode bench(String name, Object... more) throws IOException {
    List<Object> words = new ArrayList<>(List.of("bench", name, "--output", folder.resolve("out")));
    words.addAll(List.of("--network", "one-by-one", "--rounds", 2));
    Collections.addAll(words, more);
    Ended ended = intarsia(words.toArray());
    assertThat(ended.code()).as(ended.err()).isZero();
    JsonNode json =
        Json.read(Files.readString(folder.resolve("out").resolve(name + ".json")), JsonNode.class);
    for (JsonNode timing : json.path("timings")) {
      assertThat(ended.out()).contains(timing.path("name").asText());
      assertThat(timing.path("turns")).hasSize(2);
      assertThat(timing.path("megapixelsPerSecond").asDouble()).isPositive();
    }
    return json;
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.path("timings").forEach(timing -> names.add(timing.path("name").asText()));
    return names;
  }

  @Test
  void theWholeRunIsComparedWithTheNetworkAlone() throws IOException {
    JsonNode json = bench("pipeline", slide, "--level", 0, "--no-tissue-filter");
    String labels = "normalise, network, argmax";
    assertThat(names(json)).containsExactly("whole run", "network alone", labels);
    for (String other : List.of("network alone", labels)) {
      JsonNode ratio = json.path("ratios").path("whole run / " + other);
      assertThat(ratio.path("median").asDouble())
          .isPositive()
          .isBetween(ratio.path("least").asDouble(), ratio.path("most").asDouble());
    }
    assertThat(json.path("settings").path("level").asText()).isEqualTo("600 x 400 px");
    assertThat(folder.resolve("out/results/slides/slide/mask.ome.tiff")).exists();
  }

  @Test
  void theWholeRunMustSegmentEveryTile() {
    Ended ended =
        intarsia("bench", "pipeline", slide, "--output", folder, "--network", "one-by-one");
    assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("every tile of the slide: add --no-tissue-filter");
  }

  @Test
  void everyStageIsTimed() throws IOException {
    JsonNode json = bench("stages", slide);
    assertThat(names(json))
        .contains(
            "decode",
            "decode, mirror, batch",
            "decode, mirror, batch (in Java)",
            "network alone",
            "normalise, network, argmax")
        .hasSizeGreaterThan(8)
        .doesNotHaveDuplicates();
  }

  @Test
  void thePlanIsComparedWithAGrid() throws IOException {
    JsonNode json =
        bench("plan", "--patches", 256, "--batches", 1, "--precisions", "float32,bfloat16");
    assertThat(names(json)).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    assertThat(json.path("ratios").path("planned / best of the grid").path("median").asDouble())
        .isBetween(0.1, 10.0);
    assertThat(json.path("ratios").has("planned / best of the grid in bfloat16")).isTrue();
    assertThat(names(json)).filteredOn(name -> name.endsWith(", bfloat16")).isNotEmpty();
    assertThat(json.path("settings").path("planned").asText()).startsWith("windows of 256 px");
    assertThat(json.path("settings").path("calibration").asText()).contains("ways");
  }

  @Test
  void anUnknownNetworkIsNamedWithThoseThatThereAre() {
    Ended ended =
        intarsia("bench", "plan", "--output", folder.resolve("out"), "--network", "resnet");
    assertThat(ended.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ended.err()).contains("'resnet'").contains("unet-0.5m").contains("one-by-one");
  }
}
