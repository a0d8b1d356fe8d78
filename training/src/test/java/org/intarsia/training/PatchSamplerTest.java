package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.segmenter.LabelledPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchSamplerTest {
  @TempDir private Path folder;

  private static final Augmentation MOVED =
      new Augmentation(Augmentation.TISSUE.movement(), Augmentation.Colours.NONE);

  private static LossWeights even(int classes) {
    float[] weights = new float[classes];
    Arrays.fill(weights, 1);
    return new LossWeights(weights, BorderWeights.NONE, 0);
  }

  private static PatchSampler sampler(LabelledFolder open, PatchSampler.Settings settings)
      throws IOException {
    LabelSurvey survey = LabelSurvey.of(open.images(), open.key(), 1);
    return PatchSampler.of(survey, settings, even(open.key().classes()));
  }

  private static PatchSampler.Settings settings(double balanced, Augmentation augmentation) {
    return new PatchSampler.Settings(3, 1, balanced, 0, augmentation);
  }

  /** Labels change every 8 columns; blue says the label, red and green the position. */
  private LabelledFolder stripes() throws IOException {
    return new Pictures(folder).add("stripes", 120, 90, (x, y) -> x / 8 % 5).open();
  }

  @Test
  void symmetriesMovePictureAndLabelsTogetherExactly() throws IOException {
    try (LabelledFolder open = stripes()) {
      PatchSampler sampler = sampler(open, settings(0.5, Augmentation.FLIPS));
      LabelledPatch patch = new LabelledPatch(32, 20);
      for (int number = 0; number < 60; number++) {
        sampler.fill(number, patch);
        for (int i = 0; i < 400; i++) {
          int pixel = (i / 20 + 6) * 32 + i % 20 + 6;
          assertThat(patch.labels()[i] * 30).isEqualTo(patch.rgb()[3 * pixel + 2]);
        }
      }
    }
  }

  @Test
  void freeMovementMovesPictureAndLabelsTogether() throws IOException {
    try (LabelledFolder open = stripes()) {
      PatchSampler sampler = sampler(open, settings(0.5, MOVED));
      LabelledPatch patch = new LabelledPatch(24, 24);
      int compared = 0;
      for (int number = 0; number < 60; number++) {
        sampler.fill(number, patch);
        for (int i = 0; i < 24 * 24; i++) {
          double x = (patch.rgb()[3 * i] & 0xFF) / 2.0;
          double inStripe = (x + 0.5) % 8;
          if (x > 2 && x < 117 && inStripe > 0.6 && inStripe < 7.4) {
            assertThat((int) patch.labels()[i]).isEqualTo((int) ((x + 0.5) / 8) % 5);
            compared++;
          }
        }
      }
      assertThat(compared).isGreaterThan(20_000);
    }
  }

  @Test
  void aPatchDependsOnItsNumberOnlyAlsoFromManyThreads() throws Exception {
    try (LabelledFolder open = stripes()) {
      PatchSampler sampler = sampler(open, settings(0.5, Augmentation.TISSUE));
      ExecutorService threads = Executors.newFixedThreadPool(4);
      List<Future<LabelledPatch>> jobs = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        int number = i % 20;
        jobs.add(
            threads.submit(
                () -> {
                  LabelledPatch patch = new LabelledPatch(16, 16);
                  sampler.fill(number, patch);
                  return patch;
                }));
      }
      for (int i = 20; i < 80; i++) {
        LabelledPatch first = jobs.get(i % 20).get();
        LabelledPatch again = jobs.get(i).get();
        assertThat(again.rgb()).isEqualTo(first.rgb());
        assertThat(again.labels()).isEqualTo(first.labels());
        assertThat(again.weights()).isEqualTo(first.weights());
      }
      assertThat(jobs.get(0).get().rgb()).isNotEqualTo(jobs.get(1).get().rgb());
      threads.shutdown();
    }
  }

  @Test
  void balanceShowsARareClass() throws IOException {
    Pictures pictures =
        new Pictures(folder).add("rare", 200, 200, (x, y) -> x > 190 && y > 190 ? 1 : 0);
    try (LabelledFolder open = pictures.open()) {
      assertThat(patchesWithClassOne(sampler(open, settings(0, Augmentation.NONE)))).isLessThan(30);
      assertThat(patchesWithClassOne(sampler(open, settings(1, Augmentation.NONE))))
          .isBetween(80, 140);
    }
  }

  private static int patchesWithClassOne(PatchSampler sampler) throws IOException {
    LabelledPatch patch = new LabelledPatch(16, 16);
    int found = 0;
    for (int number = 0; number < 200; number++) {
      sampler.fill(number, patch);
      boolean has = false;
      for (byte label : patch.labels()) {
        has |= label == 1;
      }
      found += has ? 1 : 0;
    }
    return found;
  }

  @Test
  void theLeastTissueIsKept() throws IOException {
    Pictures pictures = new Pictures(folder).add("half", 200, 60, (x, y) -> x > 100 ? 1 : 0);
    try (LabelledFolder open = pictures.open()) {
      PatchSampler sampler =
          sampler(open, new PatchSampler.Settings(3, 4, 0, 0.5, Augmentation.NONE));
      LabelledPatch patch = new LabelledPatch(16, 16);
      for (int number = 0; number < 200; number++) {
        sampler.fill(number, patch);
        int tissue = 0;
        for (byte label : patch.labels()) {
          tissue += label;
        }
        assertThat(tissue).isGreaterThanOrEqualTo(128);
        assertThat((patch.rgb()[0] & 0xFF) / 2 % 4).as("on the grid of the stride").isZero();
      }
    }
  }

  @Test
  void pictureSmallerThanThePatchIsMirrored() throws IOException {
    Pictures pictures = new Pictures(folder).add("tiny", 5, 3, (x, y) -> x % 2);
    try (LabelledFolder open = pictures.open()) {
      LabelledPatch patch = new LabelledPatch(32, 16);
      sampler(open, settings(0.5, Augmentation.UNET)).fill(7, patch);
      assertThat(patch.labels()).contains(0, 1).containsOnly(0, 1);
    }
  }

  @Test
  void theValidationGridCountsEveryPixelOnce() throws IOException {
    Pictures pictures =
        new Pictures(folder)
            .add("a", 37, 21, (x, y) -> (x + y) % 3)
            .add("b", 16, 50, (x, y) -> y % 2);
    try (LabelledFolder open = pictures.open()) {
      ValidationGrid grid = ValidationGrid.of(open.images(), 16, even(3), 1000);
      assertThat(grid.size()).isEqualTo(3 * 2 + 4);
      long[] counts = new long[256];
      LabelledPatch patch = new LabelledPatch(24, 16);
      for (int number = 0; number < grid.size(); number++) {
        grid.fill(number, patch);
        for (int i = 0; i < 256; i++) {
          counts[patch.labels()[i] & 0xFF]++;
          int pixel = (i / 16 + 4) * 24 + i % 16 + 4;
          if (patch.labels()[i] != -1) {
            assertThat(patch.labels()[i] * 30).isEqualTo(patch.rgb()[3 * pixel + 2]);
            assertThat(patch.weights()[i]).isEqualTo(1);
          } else {
            assertThat(patch.weights()[i]).isZero();
          }
        }
      }
      LabelSurvey survey = LabelSurvey.of(open.images(), open.key(), 1);
      assertThat(Arrays.copyOf(counts, 3)).isEqualTo(survey.pixels());
      assertThat(ValidationGrid.of(open.images(), 16, even(3), 4).size()).isEqualTo(4);
    }
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new PatchSampler.Settings(1, 0, 0.5, 2, Augmentation.NONE))
        .hasMessageEndingWith("not 0, 0.5 and 2.0");
  }
}
