package org.intarsia.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.intarsia.classifier.AdaptedRandError;
import org.intarsia.classifier.ComponentRows;
import org.intarsia.classifier.Confusion;
import org.intarsia.stitcher.LabelClass;
import org.intarsia.stitcher.MaskBand;
import org.intarsia.stitcher.MaskLayout;
import org.intarsia.stitcher.OmeTiffMaskSink;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {
  private static final List<LabelClass> CLASSES =
      List.of(
          new LabelClass("one", 0xFF0000),
          new LabelClass("two", 0x010101),
          new LabelClass("three", 0x000000));

  @TempDir private Path folder;

  private record Mask(byte[] labels, int width, int height) {
    static Mask random(Random random, int width, int height) {
      byte[] labels = new byte[width * height];
      for (int i = 0; i < labels.length; i++) {
        labels[i] =
            (byte) (i > width && random.nextInt(3) > 0 ? labels[i - width] : random.nextInt(3));
      }
      return new Mask(labels, width, height);
    }

    void write(Path file) throws IOException {
      MaskLayout layout = MaskLayout.of(width, height, CLASSES, OptionalDouble.empty(), "m");
      try (OmeTiffMaskSink sink = OmeTiffMaskSink.create(file, layout)) {
        sink.accept(new MaskBand(0, 0, width, height, labels));
        sink.finish();
      }
    }

    /** The labels under the centres of pixels of a mask of another size. */
    byte[] at(int columns, int rows) {
      byte[] labels = new byte[columns * rows];
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          int fromX = (int) Math.floor((x + 0.5) * width / columns);
          int fromY = (int) Math.floor((y + 0.5) * height / rows);
          labels[y * columns + x] = this.labels[fromY * width + fromX];
        }
      }
      return labels;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithMasksInMemoryWhateverTheBandsAndLevels(long seed) throws Exception {
    Random random = new Random(seed);
    Path truthFolder = Files.createDirectory(folder.resolve("truth"));
    Path predictions = Files.createDirectory(folder.resolve("predictions"));
    int width = 200 + random.nextInt(400);
    int height = 500 + random.nextInt(400);
    double coarser = seed % 2 == 0 ? 1 : 1 + 3 * random.nextDouble();
    Mask truth = Mask.random(random, width, height);
    Mask prediction =
        Mask.random(random, (int) Math.round(width / coarser), (int) Math.round(height / coarser));
    truth.write(truthFolder.resolve("m.ome.tiff"));
    prediction.write(predictions.resolve("m.ome.tif"));

    Evaluation evaluation =
        Evaluation.of(
            MaskPairs.of(predictions, truthFolder),
            new Evaluation.Choices(Optional.empty(), OptionalInt.of(2), Optional.of("TWO")));

    byte[] expected = truth.at(prediction.width(), prediction.height());
    for (int i = 0; i < expected.length; i++) {
      expected[i] = expected[i] == 2 ? (byte) Confusion.IGNORED : expected[i];
    }
    assertThat(evaluation.failures()).isEmpty();
    assertThat(evaluation.notes()).hasSize(coarser == 1 ? 0 : 1);
    PairScore score = evaluation.pairs().get(0);
    assertThat(score.confusion())
        .isEqualTo(
            Confusion.builder(3).count(expected, prediction.labels(), expected.length).build());
    assertThat(score.components())
        .hasValue(
            AdaptedRandError.of(
                ComponentRows.label(expected, prediction.width(), 1),
                ComponentRows.label(prediction.labels(), prediction.width(), 1)));
  }
}
