package org.intarsia.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.intarsia.pipeline.PipelinePlan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsTest {
  @ParameterizedTest(name = "{2} x {3} threads, {1} a batch, {0} processors, {4} tiles: {5}")
  @CsvSource({
    "16, 1, 16, 1, 16, 1",
    "16, 1, 16, 1, 15, 1",
    "16, 1, 16, 1, 5, 3",
    "16, 1, 16, 1, 1, 16",
    "16, 1, 16, 1, 0, 16",
    "16, 4, 4, 4, 4, 16",
    "16, 4, 4, 4, 5, 8",
    "2, 1, 2, 2, 100, 2",
    "2, 1, 2, 2, 1, 2",
    "16, 1, 4, 1, 1, 4",
    "16, 1, 1, 1, 1, 1",
    "1, 1, 1, 3, 1, 3"
  })
  void aSlideOfFewTilesHasTheThreadsOfTheWorkersThatItDoesNotNeed(
      int processors, int batch, int workers, int threads, long tiles, int expected) {
    PipelinePlan.Resources resources =
        new PipelinePlan.Resources(batch, 2, workers, threads, "cpu");
    assertThat(Sessions.threads(resources, processors, tiles)).isEqualTo(expected);
  }
}
