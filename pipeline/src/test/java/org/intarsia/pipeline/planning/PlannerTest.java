package org.intarsia.pipeline.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.bench.BenchModels;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final PipelinePlan.SeamChoice CROP = PipelinePlan.SeamChoice.CROP;
  private static final Planner.Workload LARGE = megapixels -> true;
  private static final Planner.Workload SMALL = megapixels -> false;

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private interface With {
    void model(SegmentationModel model) throws IOException, InterruptedException;
  }

  private void with(String network, With with) throws IOException, InterruptedException {
    try (SegmentationModel model =
        BenchModels.write(network, ArchiveOptions.inference(), folder.resolve("models"))) {
      with.model(model);
    }
  }

  private Planner planner(SegmentationModel model) {
    return new Planner(
        model,
        new Planner.Machine("cpu", Precision.FLOAT32),
        MeasurementStore.in(folder.resolve("kept")),
        notes::add,
        new Calibrator.Patience(0.001, 1, 60));
  }

  private static Planner.Wishes wishes(int patch, int batch, int workers, int threads) {
    return new Planner.Wishes(
        patch == 0 ? OptionalInt.empty() : OptionalInt.of(patch),
        OptionalInt.empty(),
        batch == 0 ? OptionalInt.empty() : OptionalInt.of(batch),
        workers == 0 ? OptionalInt.empty() : OptionalInt.of(workers),
        threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads),
        2,
        CROP);
  }

  @Test
  void aLocalNetworkComputesAtMostASixthForNothing() throws Exception {
    with(
        "unet-0.5m",
        model -> {
          Planner planner = planner(model);
          ModelProfile profile = planner.profile();
          Planner.Choice choice = planner.auto(profile, Planner.Wishes.none(CROP), SMALL);
          assertThat(profile.halo().before()).isEqualTo(48);
          assertThat(choice.window().window()).isEqualTo(1344);
          assertThat(choice.window().overhead()).isLessThanOrEqualTo(1.16);
          assertThat(choice.window().core() % profile.stride()).isZero();
          assertThat(choice.fit().orElseThrow().leastWindow()).isEqualTo(256);
          assertThat(choice.resources())
              .isEqualTo(
                  new PipelinePlan.Resources(1, 2, Math.min(2, PROCESSORS), PROCESSORS, "cpu"));
          assertThat(choice.planning().mode()).isEqualTo(Planning.Mode.AUTO);
          assertThat(choice.planning().calibration()).isEmpty();
          assertThat(notes).isEmpty();
        });
  }

  @Test
  void largeWorkIsMeasuredOnceAndKept() throws Exception {
    with(
        "one-by-one",
        model -> {
          ModelProfile profile = planner(model).profile();
          Planner.Choice first = planner(model).auto(profile, Planner.Wishes.none(CROP), LARGE);
          Planning.Calibration measured = first.planning().calibration().orElseThrow();
          assertThat(measured.source()).isEqualTo(Planning.Source.THIS_RUN);
          assertThat(measured.speeds())
              .hasSizeGreaterThan(2)
              .allMatch(speed -> speed.megapixelsPerSecond() > 0);
          assertThat(Calibrator.fastest(measured.speeds()))
              .isEqualTo(
                  new Speed.Crewing(
                      first.resources().batch(),
                      first.resources().workers(),
                      first.resources().threads()));
          assertThat(notes).hasSize(2);
          assertThat(notes.get(0)).contains("one-by-one").contains("--plan fixed does not");
          notes.clear();
          for (Planner.Workload work : List.of(LARGE, SMALL)) {
            Planner.Choice second = planner(model).auto(profile, Planner.Wishes.none(CROP), work);
            assertThat(second.resources()).isEqualTo(first.resources());
            assertThat(second.planning().calibration()).contains(measured.kept());
          }
          assertThat(notes).isEmpty();
          assertThat(planner(model).profile()).isEqualTo(profile);
        });
  }

  @Test
  void whatIsAskedForIsNotChosen() throws Exception {
    with(
        "one-by-one",
        model -> {
          Planner planner = planner(model);
          ModelProfile profile = planner.profile();
          Planner.Choice choice = planner.auto(profile, wishes(320, 3, 5, 2), LARGE);
          assertThat(choice.window().window()).isEqualTo(320);
          assertThat(choice.fit()).isEmpty();
          assertThat(choice.resources()).isEqualTo(new PipelinePlan.Resources(3, 2, 5, 2, "cpu"));
          assertThat(choice.planning().calibration()).isEmpty();
          Planner.Choice part = planner.auto(profile, wishes(0, 2, 0, 1), LARGE);
          assertThat(part.resources().batch()).isEqualTo(2);
          assertThat(part.resources().threads()).isEqualTo(1);
        });
  }

  @Test
  void blendedSeamsKeepTheirWindow() throws Exception {
    with(
        "unet-0.5m",
        model -> {
          Planner planner = planner(model);
          Planner.Choice choice =
              planner.auto(
                  planner.profile(), Planner.Wishes.none(PipelinePlan.SeamChoice.FEATHER), SMALL);
          assertThat(choice.window().window()).isEqualTo(512);
          assertThat(choice.fit()).isEmpty();
        });
  }

  @Test
  void aFixedPlanMeasuresNothingButTheProbe() throws Exception {
    with(
        "unet-0.5m",
        model -> {
          Planner planner = planner(model);
          Planner.Choice choice = planner.fixed(planner.profile(), wishes(0, 0, 0, 0));
          assertThat(choice.window().window()).isEqualTo(512);
          assertThat(choice.fit()).isEmpty();
          assertThat(choice.resources())
              .isEqualTo(new PipelinePlan.Resources(4, 2, PROCESSORS, 1, "cpu"));
          assertThat(choice.planning()).isEqualTo(Planning.fixed());
          assertThat(folder.resolve("kept")).isDirectoryNotContaining("glob:**/baseline-*");
        });
  }

  @Test
  void anotherWayMustBeNoticeablyFaster() {
    Speed.Crewing usual = new Speed.Crewing(1, 2, 1);
    Speed.Crewing other = new Speed.Crewing(1, 1, 2);
    assertThat(Calibrator.fastest(List.of(new Speed(256, usual, 1), new Speed(256, other, 1.09))))
        .isEqualTo(usual);
    assertThat(Calibrator.fastest(List.of(new Speed(256, usual, 1), new Speed(256, other, 1.11))))
        .isEqualTo(other);
  }
}
