package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.Loss;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Optimizer;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.segmenter.UNet;
import org.intarsia.segmenter.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {
  private static final Network NETWORK = new UNet(3, 2, 2, 4).same();
  private static final int SIDE = 16;
  private static final long VALIDATION = 1_000_000;

  @TempDir private Path folder;

  private static void stripes(long number, LabelledPatch patch) {
    SplittableRandom random = new SplittableRandom(number);
    int phase = random.nextInt(8);
    for (int i = 0; i < SIDE * SIDE; i++) {
      int label = ((i % SIDE + phase) / 4) % 2;
      patch.labels()[i] = (byte) label;
      patch.weights()[i] = 1;
      for (int c = 0; c < 3; c++) {
        patch.rgb()[3 * i + c] = (byte) (90 + 60 * label + random.nextInt(40));
      }
    }
  }

  private static TrainingFeed feed(int loaders) {
    return new TrainingFeed(
        TrainingRunTest::stripes,
        (number, patch) -> stripes(VALIDATION + number, patch),
        5,
        loaders);
  }

  private static TrainingPlan plan(int steps, int patience) {
    return new TrainingPlan(
        NETWORK,
        Weights.initial(NETWORK, 1),
        new TrainingSession.Settings(
            Normalization.UNIT,
            Optimizer.adam(1e-4),
            Loss.CROSS_ENTROPY,
            1.0,
            new TrainingSession.Place("cpu", 1)),
        new TrainingPlan.Schedule(
            new LearningRate(0.02, new LearningRate.Decay.Polynomial(0.9), 2, steps),
            2,
            SIDE,
            4,
            patience),
        9);
  }

  /** A listener that does what it is told after a step. */
  private record After(long step, Runnable action) implements TrainingListener {
    static After nothing() {
      return new After(-1, () -> {});
    }

    @Override
    public void step(long made, double loss) {
      if (made == step) {
        action.run();
      }
    }

    @Override
    public void metrics(Metrics metrics) {}

    @Override
    public void resumed(long from, List<Metrics> history) {}
  }

  private TrainingRun.Checkpoints checkpoints(String name) {
    return new TrainingRun.Checkpoints(folder.resolve(name), "plan");
  }

  @Test
  void itLearnsAndKeepsTheBest() throws Exception {
    TrainingRun.Outcome outcome =
        TrainingRun.execute(plan(40, 99), feed(1), checkpoints("a"), After.nothing());
    assertThat(outcome.end()).isEqualTo(TrainingRun.End.ALL_STEPS);
    assertThat(outcome.history())
        .extracting(Metrics::step)
        .containsExactly(4L, 8L, 12L, 16L, 20L, 24L, 28L, 32L, 36L, 40L);
    List<Double> ious =
        outcome.history().stream()
            .map(metrics -> metrics.validation().orElseThrow().confusion().meanIou().orElseThrow())
            .toList();
    double best = ious.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    assertThat(best).isGreaterThan(0.9);
    assertThat(outcome.step()).isEqualTo(4L * (ious.indexOf(best) + 1));
    assertThat(outcome.history().get(9).loss()).isLessThan(outcome.history().get(0).loss());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 7, 13})
  void aRunThatWasInterruptedEndsWithTheSameWeights(int step) throws Exception {
    TrainingRun.Outcome whole =
        TrainingRun.execute(plan(16, 99), feed(1), checkpoints("whole"), After.nothing());
    After interrupt = new After(step, () -> Thread.currentThread().interrupt());
    assertThatThrownBy(
            () -> TrainingRun.execute(plan(16, 99), feed(2), checkpoints("cut"), interrupt))
        .isInstanceOf(InterruptedException.class);
    TrainingRun.Outcome resumed =
        TrainingRun.execute(plan(16, 99), feed(2), checkpoints("cut"), After.nothing());
    assertThat(resumed.weights()).isEqualTo(whole.weights());
    assertThat(resumed.step()).isEqualTo(whole.step());
    assertThat(resumed.history())
        .extracting(Metrics::loss)
        .isEqualTo(whole.history().stream().map(Metrics::loss).toList());
  }

  @Test
  void aRunThatWasKilledBetweenCheckpointsEndsWithTheSameWeights() throws Exception {
    TrainingRun.Outcome whole =
        TrainingRun.execute(plan(16, 99), feed(1), checkpoints("whole"), After.nothing());
    After kill =
        new After(
            10,
            () -> {
              throw new IllegalStateException("killed");
            });
    assertThatThrownBy(() -> TrainingRun.execute(plan(16, 99), feed(1), checkpoints("cut"), kill))
        .hasMessage("killed");
    TrainingRun.Outcome resumed =
        TrainingRun.execute(plan(16, 99), feed(1), checkpoints("cut"), After.nothing());
    assertThat(resumed.weights()).isEqualTo(whole.weights());
  }

  @Test
  void aFinishedRunIsNotDoneAgain() throws Exception {
    TrainingRun.Outcome first =
        TrainingRun.execute(plan(8, 99), feed(1), checkpoints("a"), After.nothing());
    TrainingRun.Outcome again =
        TrainingRun.execute(
            plan(8, 99),
            feed(1),
            checkpoints("a"),
            new After(
                1,
                () -> {
                  throw new IllegalStateException("it trains again");
                }));
    assertThat(again.weights()).isEqualTo(first.weights());
  }

  @Test
  void itStopsWhenValidationNoLongerImproves() throws Exception {
    PatchSource noise =
        (number, patch) -> {
          stripes(number, patch);
          SplittableRandom random = new SplittableRandom(~number);
          for (int i = 0; i < patch.labels().length; i++) {
            patch.labels()[i] = (byte) random.nextInt(2);
          }
        };
    TrainingFeed feed = new TrainingFeed(noise, noise, 4, 1);
    TrainingRun.Outcome outcome =
        TrainingRun.execute(plan(400, 2), feed, checkpoints("a"), After.nothing());
    assertThat(outcome.end()).isEqualTo(TrainingRun.End.NO_IMPROVEMENT);
    long last = outcome.history().get(outcome.history().size() - 1).step();
    assertThat(last).isEqualTo(outcome.step() + 8).isLessThan(400);
  }

  @Test
  void withoutValidationTheLastWeightsCount() throws Exception {
    TrainingFeed feed = new TrainingFeed(TrainingRunTest::stripes, TrainingRunTest::stripes, 0, 1);
    TrainingRun.Outcome outcome =
        TrainingRun.execute(plan(6, 99), feed, checkpoints("a"), After.nothing());
    assertThat(outcome.step()).isEqualTo(6);
    assertThat(outcome.history()).allMatch(metrics -> metrics.validation().isEmpty());
  }

  @Test
  void aCheckpointOfAnotherPlanIsRefused() throws Exception {
    TrainingRun.execute(plan(4, 99), feed(1), checkpoints("a"), After.nothing());
    TrainingRun.Checkpoints other =
        new TrainingRun.Checkpoints(folder.resolve("a"), "another plan");
    assertThatThrownBy(() -> TrainingRun.execute(plan(4, 99), feed(1), other, After.nothing()))
        .isInstanceOf(IOException.class)
        .hasMessage(
            folder.resolve("a")
                + ": the checkpoint is of another plan or other data; remove it to start anew, or"
                + " choose another output");
  }

  @Test
  void aDamagedCheckpointIsNamed() throws Exception {
    Files.writeString(folder.resolve("a"), "no checkpoint");
    assertThatThrownBy(
            () -> TrainingRun.execute(plan(4, 99), feed(1), checkpoints("a"), After.nothing()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("a") + ": not a checkpoint of this network")
        .hasMessageEndingWith("remove it to start anew");
  }

  @Test
  void aPatchThatCannotBeMadeEndsTheRun() throws Exception {
    PatchSource broken =
        (number, patch) -> {
          if (number == 5) {
            throw new IOException("slide.tif: no such tile");
          }
          stripes(number, patch);
        };
    TrainingFeed feed = new TrainingFeed(broken, broken, 0, 2);
    assertThatThrownBy(
            () -> TrainingRun.execute(plan(8, 9), feed, checkpoints("a"), After.nothing()))
        .isInstanceOf(IOException.class)
        .hasMessage("slide.tif: no such tile");
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("intarsia-patches")) {
        thread.join(10_000); // its work is over; it may still be leaving
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }
}
