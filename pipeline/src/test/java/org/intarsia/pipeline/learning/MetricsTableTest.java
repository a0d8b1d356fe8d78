package org.intarsia.pipeline.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.classifier.Confusion;
import org.intarsia.pipeline.charts.LearningCurves;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.training.Metrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTableTest {
  private static final List<Metrics> HISTORY =
      List.of(
          new Metrics(
              10,
              0.01,
              1.5,
              Optional.of(
                  new Metrics.Validation(
                      1.25, Confusion.of(new long[][] {{6, 2, 0}, {1, 7, 0}, {0, 0, 0}}))),
              3.21,
              17.36),
          new Metrics(20, 0.005, 0.75, Optional.empty(), 6.5, 18));

  @TempDir private Path folder;

  @Test
  void aLineHasLossIouAndPace() throws Exception {
    Path file = folder.resolve("metrics.csv");
    MetricsTable.write(HISTORY, List.of("glass", "normal stroma", "blood"), file);
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "step,learning_rate,loss,validation_loss,validation_mean_iou,validation_accuracy,"
                + "iou_glass,iou_normal_stroma,iou_blood,patches_per_second,seconds",
            "10,0.0100000,1.500000,1.250000,0.683333,0.812500,0.666667,0.700000,,17.4,3.2",
            "20,0.00500000,0.750000,,,,,,,18.0,6.5");
  }

  @Test
  void theCurvesAreAPicture() throws Exception {
    Path file = folder.resolve("curves.png");
    LearningCurves.write("unet", HISTORY, file);
    try (SlideReader picture = SlideReaders.open(file)) {
      assertThat(picture.metadata().level(0).width()).isEqualTo(900);
      assertThat(picture.metadata().level(0).height()).isEqualTo(520);
    }
  }
}
