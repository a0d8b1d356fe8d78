package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.classifier.Confusion;
import org.intarsia.tiler.WindowReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of network learns to tell textured discs that colour alone cannot tell.
 *
 * <p>Five discs on 64 x 64 pixels, of two classes whose colours are close and whose textures are
 * checkerboards of 4 and 1 px, under noise. Nearest mean colour reaches a mean IoU of 0.68; every
 * network must be better by 0.1 within its steps. Those of the tag {@code long} run when asked for:
 * {@code mvn -pl segmenter -am test -Dtest=SyntheticTaskTest -DexcludedGroups=none
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SyntheticTaskTest {
  private static final int SIDE = 64;
  private static final int[] PAINTED = {1, 2, 2, 1, 2};
  private static final double[][] COLORS = {
    {0.9, 0.85, 0.9}, {0.75, 0.35, 0.65}, {0.65, 0.35, 0.7}
  };
  private static final int[] CHECKS = {0, 4, 1};
  private static final Descent SGD =
      new Descent(Optimizer.sgd(0.9, 1e-4), 0.05, Double.POSITIVE_INFINITY);
  private static final Descent ADAM = new Descent(Optimizer.adam(1e-4), 0.003, 5);

  /** A picture with its labels, mirrored to the size that a network takes. */
  private static LabelledPatch patch(int margin, long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    byte[] labels = new byte[SIDE * SIDE];
    for (int label : PAINTED) {
      double x = 8 + 48 * random.nextDouble();
      double y = 8 + 48 * random.nextDouble();
      double radius = 5 + 8 * random.nextDouble();
      for (int i = 0; i < labels.length; i++) {
        int row = i / SIDE;
        if (Math.hypot(i % SIDE - x, row - y) <= radius) {
          labels[i] = (byte) label;
        }
      }
    }
    byte[] rgb = new byte[3 * labels.length];
    for (int i = 0; i < rgb.length; i++) {
      int label = labels[i / 3];
      int check = CHECKS[label];
      int square = check == 0 ? 0 : i / 3 % SIDE / check + i / 3 / SIDE / check;
      double texture = check == 0 ? 0 : square % 2 == 0 ? 0.125 : -0.125;
      double value = COLORS[label][i % 3] + texture + 0.08 * random.nextGaussian();
      rgb[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    LabelledPatch patch = new LabelledPatch(SIDE + 2 * margin, SIDE);
    System.arraycopy(labels, 0, patch.labels(), 0, labels.length);
    Arrays.fill(patch.weights(), 1);
    for (int i = 0; i < patch.rgb().length; i++) {
      int x = (int) WindowReader.mirror(i / 3 % patch.side() - margin, SIDE);
      int y = (int) WindowReader.mirror(i / 3 / patch.side() - margin, SIDE);
      patch.rgb()[i] = rgb[3 * (y * SIDE + x) + i % 3];
    }
    return patch;
  }

  private static List<LabelledPatch> patches(int margin, long first, int count) {
    return IntStream.range(0, count).mapToObj(i -> patch(margin, first + i)).toList();
  }

  private static double meanIoU(List<byte[]> answers, List<LabelledPatch> truth) {
    Confusion.Builder confusion = Confusion.builder(COLORS.length);
    for (int i = 0; i < truth.size(); i++) {
      confusion.count(truth.get(i).labels(), answers.get(i), SIDE * SIDE);
    }
    return confusion.build().meanIou().orElseThrow();
  }

  private static double score(TrainingSession session, List<LabelledPatch> validation)
      throws IOException {
    List<byte[]> answers = new ArrayList<>();
    for (LabelledPatch patch : validation) {
      answers.add(session.evaluate(List.of(patch)).labels());
    }
    return meanIoU(answers, validation);
  }

  /** What the discs are worth without texture: the figures that the bar is set against. */
  @Test
  void colourAloneDoesNotTell() {
    List<LabelledPatch> patches = patches(0, 9000, 400);
    List<byte[]> nearest = patches.stream().map(SyntheticTaskTest::nearestColor).toList();
    assertThat(meanIoU(nearest, patches)).isCloseTo(0.680, within(0.01));
    List<byte[]> nothing = patches.stream().map(patch -> new byte[SIDE * SIDE]).toList();
    assertThat(meanIoU(nothing, patches)).isCloseTo(0.239, within(0.01));
  }

  private static byte[] nearestColor(LabelledPatch patch) {
    byte[] labels = new byte[SIDE * SIDE];
    for (int i = 0; i < labels.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int label = 0; label < COLORS.length; label++) {
        double distance = 0;
        for (int c = 0; c < 3; c++) {
          double difference = (patch.rgb()[3 * i + c] & 0xFF) / 255.0 - COLORS[label][c];
          distance += difference * difference;
        }
        if (distance < least) {
          least = distance;
          labels[i] = (byte) label;
        }
      }
    }
    return labels;
  }

  private static int margin(Network network) {
    int margin = 0;
    while (!network.accepts(SIDE + 2 * margin) || network.outputSize(SIDE + 2 * margin) != SIDE) {
      margin++;
    }
    return margin;
  }

  @ParameterizedTest
  @CsvSource({
    "unet-halved, 0.125, 3, 100",
    "breast-biopsy, 0.125, 0, 200",
    "ynet, 0.25, 0, 75",
    "encoder-resnet, 0.125, 0, 50"
  })
  void texturesAreLearnt(String name, double width, int levels, int steps) throws IOException {
    assertThat(trained(name, width, levels, steps, ADAM)).isGreaterThan(0.78);
  }

  /** The U-Net of the task's own figures: 0.978 was measured after 100 steps. */
  @Test
  void theUNetOfWidthEightIsNearlyRightAfterAHundredSteps() throws IOException {
    assertThat(trained("unet", 0.125, 5, 100, SGD)).isGreaterThan(0.9);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "unet-valid, 0.125, 3, 150",
    "breast-biopsy-plain, 0.125, 0, 200",
    "breast-biopsy-residual, 0.125, 0, 200",
    "breast-biopsy-dense, 0.125, 0, 200",
    "breast-biopsy-dense-decoders, 0.125, 0, 200",
    "breast-biopsy-dense-input, 0.125, 0, 200",
    "ynet-rcb, 0.25, 0, 150",
    "encoder-vgg, 0.25, 0, 100",
    "encoder-inception, 0.25, 0, 50",
    "breast-biopsy-multi, 0.25, 0, 200",
    "breast-biopsy-plain-multi, 0.25, 0, 200",
    "breast-biopsy-residual-multi, 0.25, 0, 200",
    "breast-biopsy-dense-multi, 0.25, 0, 200",
    "breast-biopsy-dense-decoders-multi, 0.25, 0, 350",
    "breast-biopsy-dense-input-multi, 0.25, 0, 200"
  })
  void theOthersLearnTexturesToo(String name, double width, int levels, int steps)
      throws IOException {
    assertThat(trained(name, width, levels, steps, ADAM)).isGreaterThan(0.78);
  }

  /** A way to descend. */
  private record Descent(Optimizer optimizer, double rate, double clip) {}

  /** Trains on fresh pictures, eight a step; the mean IoU on 32 others. */
  private static double trained(String name, double width, int levels, int steps, Descent descent)
      throws IOException {
    Network network =
        Networks.named(
            name,
            new Networks.Size(
                COLORS.length, width, levels == 0 ? OptionalInt.empty() : OptionalInt.of(levels)));
    int margin = margin(network);
    List<LabelledPatch> validation = patches(margin, 1_000_000, 32);
    try (TrainingSession session =
        TrainingSession.open(
            network,
            Weights.initial(network, 1),
            new TrainingSession.Settings(
                Normalization.UNIT,
                descent.optimizer(),
                Loss.CROSS_ENTROPY,
                descent.clip(),
                new TrainingSession.Place("cpu", 1)))) {
      assertThat(score(session, validation)).as("untrained").isLessThan(0.5);
      for (int step = 0; step < steps; step++) {
        session.step(patches(margin, 8L * step, 8), descent.rate(), step);
      }
      double score = score(session, validation);
      System.err.printf(
          Locale.ROOT, "%s, width %s, %d steps: mean IoU %.3f%n", name, width, steps, score);
      return score;
    }
  }
}
