package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementBenchmarkTest {
  @TempDir private Path folder;

  private Path slide(long seed) throws IOException {
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), seed, 300, 200, 0.5, PyramidOptions.Format.SVS);
    SyntheticCohort.Member member = cohort.members().get(0);
    Path home = Files.createDirectory(folder.resolve("seed-" + seed));
    cohort.writeSlide(home, member);
    return cohort.slideFile(home, member);
  }

  @Test
  void everyReaderThatOpensASlideHasALine() throws IOException {
    Path slide = slide(40);
    Path output = folder.resolve("out");
    Ended ended = intarsia("bench", "agreement", slide, "--output", output);
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains("| tiff | Aperio SVS | 300 x 200");
    assertThat(output.resolve("agreement.md")).hasContent(ended.out());
    String json = Files.readString(output.resolve("agreement.json"));
    for (JsonNode line : Json.read(json, JsonNode.class)) {
      assertThat(line.path("micronsPerPixel").asDouble()).isEqualTo(0.5);
      for (JsonNode level : line.path("differences")) {
        assertThat(level.path("largest").asInt()).isZero();
      }
    }
    assertThat(intarsia("bench", "agreement", slide, "--reader", "tiff").out().lines()).hasSize(3);
  }

  @Test
  void differencesAreThoseOfAllSamples() throws IOException {
    try (SlideReader one = SlideReaders.open(slide(1));
        SlideReader two = SlideReaders.open(slide(2))) {
      PyramidLevel level = one.metadata().level(0);
      LevelAgreement same = LevelAgreement.of(one, level, one, level);
      assertThat(same.text()).isEqualTo("0: 0.000, 0");
      LevelAgreement different = LevelAgreement.of(one, level, two, two.metadata().level(0));
      assertThat(different.largest().orElse(0)).isBetween(1, 255);
      assertThat(different.mean().orElse(0)).isBetween(0.01, 255.0);
      assertThat(different.error()).isEmpty();
    }
  }
}
