package org.intarsia.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.intarsia.pipeline.cli.Ended.intarsia;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.testdata.PyramidOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadersBenchmarkTest {
  @TempDir private Path folder;

  private Path slide() throws IOException {
    SyntheticCohort cohort =
        new SyntheticCohort(
            SyntheticCohort.Patients.inTurn(1), 3, 500, 300, 0.5, PyramidOptions.Format.SVS);
    SyntheticCohort.Member member = cohort.members().get(0);
    cohort.writeSlide(folder, member);
    return cohort.slideFile(folder, member);
  }

  @Test
  void everyReaderThatOpensASlideIsTimedAndCounted() throws IOException {
    Path slide = slide();
    Path output = folder.resolve("out");
    Ended ended =
        intarsia(
            "bench",
            "readers",
            slide,
            "--output",
            output,
            "--patch",
            96,
            "--halo",
            16,
            "--rounds",
            1);
    assertThat(ended.code()).as(ended.err()).isZero();
    String name = "tiff, " + slide.getFileName();
    assertThat(ended.out()).contains("window         96 px, halo 16 px").contains(name);
    assertThat(ended.out()).containsPattern("decoded (\\d+) of \\1 tiles, x1\\.00");
    JsonNode json = Json.read(Files.readString(output.resolve("readers.json")), JsonNode.class);
    assertThat(json.path("timings").path(0).path("megapixels").asDouble()).isEqualTo(0.15);
    assertThat(json.path("decoded").path(name).path("perTile").asDouble()).isEqualTo(1);
    assertThat(json.path("timings"))
        .hasSize((int) SlideReaders.accepting(slide).stream().distinct().count());
    assertThat(json.path("ratios")).hasSize(json.path("timings").size() - 1);
  }

  @Test
  void aLevelThatTheSlideLacksIsRefused() throws IOException {
    assertThat(intarsia("bench", "readers", slide(), "--level", 9).onlyError())
        .contains("has levels 0 to 0, not 9");
  }
}
