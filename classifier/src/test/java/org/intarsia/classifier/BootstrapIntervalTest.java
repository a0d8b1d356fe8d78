package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.junit.jupiter.api.Test;

class BootstrapIntervalTest {
  private static Confusion image(int right, int of) {
    return Confusion.of(new long[][] {{right, of - right}, {0, 0}});
  }

  private static BootstrapInterval accuracy(List<Confusion> images, Resampling plan) {
    return BootstrapInterval.of(images, Confusion::pixelAccuracy, plan).orElseThrow();
  }

  @Test
  void equalImagesHaveNoSpread() {
    BootstrapInterval interval = accuracy(Collections.nCopies(7, image(3, 4)), Resampling.of(1));
    assertThat(interval).isEqualTo(new BootstrapInterval(0.75, 0.75, 0.75));
  }

  @Test
  void theSamePlanGivesTheSameInterval() {
    List<Confusion> images = List.of(image(1, 10), image(5, 10), image(9, 10));
    BootstrapInterval interval = accuracy(images, Resampling.of(5));
    assertThat(interval).isEqualTo(accuracy(images, Resampling.of(5)));
    assertThat(interval.estimate()).isEqualTo(0.5);
    // All three draws are the worst, or the best, image once in 27: more than 2.5 % of the draws.
    assertThat(interval.low()).isEqualTo(0.1);
    assertThat(interval.high()).isEqualTo(0.9);
    assertThat(BootstrapInterval.of(images, c -> c.iou(1), Resampling.of(5)).orElseThrow().low())
        .isZero();
    assertThat(BootstrapInterval.of(List.of(image(2, 2)), c -> c.iou(1), Resampling.of(5)))
        .isEmpty();
  }

  /** 30 images with accuracies of mean 0.7: about 95 % of the intervals hold it. */
  @Test
  void coversTheTruthAboutAsOftenAsItSays() {
    Random random = new Random(11);
    int covered = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      List<Confusion> images = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        images.add(image(500 + random.nextInt(401), 1000));
      }
      BootstrapInterval interval = accuracy(images, new Resampling(trial, 400, 0.95));
      covered += interval.low() <= 0.7 && 0.7 <= interval.high() ? 1 : 0;
    }
    assertThat((double) covered / trials).isBetween(0.90, 0.98);
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accuracy(List.of(), Resampling.of(1)))
        .withMessage("an interval needs at least one image");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Resampling(1, 0, 0.95))
        .withMessage("draws must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Resampling(1, 10, 95))
        .withMessage("confidence must be more than 0 and less than 1, not 95.0");
  }
}
