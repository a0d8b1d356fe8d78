package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptedRandErrorTest {
  private static final int LABEL = 1;

  private static byte[] picture(Random random, int pixels, int percent) {
    byte[] labels = new byte[pixels];
    for (int i = 0; i < pixels; i++) {
      labels[i] = (byte) (random.nextInt(100) < percent ? LABEL : 2 * random.nextInt(2));
    }
    return labels;
  }

  private static int[] flood(byte[] labels, int width) {
    int[] components = new int[labels.length];
    int count = 0;
    for (int start = 0; start < labels.length; start++) {
      if (labels[start] == LABEL && components[start] == 0) {
        count++;
        Deque<Integer> open = new ArrayDeque<>();
        open.add(start);
        while (!open.isEmpty()) {
          int at = open.pop();
          if (labels[at] != LABEL || components[at] != 0) {
            continue;
          }
          components[at] = count;
          if (at % width > 0) {
            open.push(at - 1);
          }
          if (at % width < width - 1) {
            open.push(at + 1);
          }
          if (at >= width) {
            open.push(at - width);
          }
          if (at + width < labels.length) {
            open.push(at + width);
          }
        }
      }
    }
    return components;
  }

  /** Pair by pair, as the definition says. */
  private static AdaptedRandError pairs(int[] truth, int[] predicted) {
    int both = 0;
    int inTruth = 0;
    int inPrediction = 0;
    for (int i = 0; i < truth.length; i++) {
      for (int j = 0; j < truth.length; j++) {
        if (i != j && truth[i] != 0 && truth[j] != 0) {
          both += truth[i] == truth[j] && predicted[i] == predicted[j] ? 1 : 0;
          inTruth += truth[i] == truth[j] ? 1 : 0;
          inPrediction += predicted[i] == predicted[j] ? 1 : 0;
        }
      }
    }
    return new AdaptedRandError(both, inTruth, inPrediction);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesWithFloodFillAndPairs(long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(20);
    int height = 1 + random.nextInt(20);
    int percent = 30 + random.nextInt(60);
    byte[] truth = picture(random, width * height, percent);
    byte[] predicted = picture(random, width * height, percent);
    for (int i = 0; i < truth.length; i++) {
      predicted[i] = random.nextInt(5) == 0 ? predicted[i] : truth[i];
    }
    int[] components = ComponentRows.label(truth, width, LABEL);
    assertThat(components).isEqualTo(flood(truth, width));
    AdaptedRandError expected = pairs(components, flood(predicted, width));
    assertThat(AdaptedRandError.of(components, ComponentRows.label(predicted, width, LABEL)))
        .isEqualTo(expected);
    AdaptedRandError.Builder builder = AdaptedRandError.builder(width, LABEL);
    for (int y = 0; y < height; y++) {
      builder.row(truth, predicted, y * width);
    }
    assertThat(builder.build()).isEqualTo(expected);
  }

  /** The teeth of a comb join late, which is what the forest is for. */
  @Test
  void joinsArmsThatMeetInTheLastRow() {
    int width = 41;
    byte[] comb = new byte[width * 30];
    for (int i = 0; i < comb.length; i++) {
      comb[i] = (byte) (i % width % 2 == 0 || i / width == 29 ? LABEL : 0);
    }
    assertThat(ComponentRows.label(comb, width, LABEL)).isEqualTo(flood(comb, width));
    assertThat(ComponentRows.label(comb, width, LABEL)).containsOnly(0, 1);
  }

  @Test
  void isOneMinusTheHarmonicMeanOfPrecisionAndRecall() {
    int[] truth = {1, 1, 1, 2, 2, 2, 0, 0};
    int[] merged = {1, 1, 1, 1, 1, 1, 1, 0};
    // p = (3, 3), a = (3, 3), b = (6): together 18 - 6, truth 18 - 6, predicted 36 - 6.
    AdaptedRandError error = AdaptedRandError.of(truth, merged);
    assertThat(error).isEqualTo(new AdaptedRandError(12, 12, 30));
    assertThat(error.precision().orElseThrow()).isEqualTo(0.4);
    assertThat(error.recall().orElseThrow()).isEqualTo(1);
    assertThat(error.error().orElseThrow()).isCloseTo(1 - 24.0 / 42, within(1e-15));
    assertThat(AdaptedRandError.of(truth, truth).error().orElseThrow()).isZero();
    assertThat(error.plus(AdaptedRandError.of(truth, truth)))
        .isEqualTo(new AdaptedRandError(24, 24, 42));
    assertThat(AdaptedRandError.NONE.error()).isEmpty();
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdaptedRandError.of(new int[2], new int[3]))
        .withMessage("2 true and 3 predicted pixels cannot be compared");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComponentRows.label(new byte[7], 3, 1))
        .withMessage("7 labels are no rows of 3 px");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ComponentRows(3, 256))
        .withMessage("label must be 0 to 255, not 256");
  }
}
