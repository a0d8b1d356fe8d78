package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionTest {
  private static final Offset<Double> ROUNDED = within(5e-7);

  /** The worked example D8. */
  private static final byte[] TRUTH = {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 0, 0};

  private static final byte[] ANSWER = {0, 1, 1, 1, 0, 0, 1, 2, 2, 2, 2, 2, 0, 2, 0, 1};

  private static Confusion example() {
    return new Confusion.Builder(3).count(TRUTH, ANSWER, 16).build();
  }

  @Test
  void theWorkedExample() {
    Confusion confusion = example();
    assertThat(confusion.counts()).isDeepEqualTo(new long[][] {{4, 2, 0}, {0, 3, 1}, {1, 0, 5}});
    assertThat(confusion.iou(0).orElseThrow()).isEqualTo(0.571429, ROUNDED);
    assertThat(confusion.iou(1).orElseThrow()).isEqualTo(0.5, ROUNDED);
    assertThat(confusion.iou(2).orElseThrow()).isEqualTo(0.714286, ROUNDED);
    assertThat(confusion.meanIou()).isEqualTo(0.595238, ROUNDED);
    assertThat(confusion.f1(0).orElseThrow()).isEqualTo(0.727273, ROUNDED);
    assertThat(confusion.f1(1).orElseThrow()).isEqualTo(0.666667, ROUNDED);
    assertThat(confusion.f1(2).orElseThrow()).isEqualTo(0.833333, ROUNDED);
    assertThat(confusion.macroF1()).isEqualTo(0.742424, ROUNDED);
    assertThat(confusion.pixelAccuracy()).isEqualTo(0.75, ROUNDED);
    assertThat(confusion.meanAccuracy()).isEqualTo(0.75, ROUNDED);
    assertThat(confusion.frequencyWeightedIou()).isEqualTo(0.607143, ROUNDED);
    assertThat(confusion.majorityAccuracy()).isEqualTo(0.375, ROUNDED);
    assertThat(confusion.precision(0).orElseThrow()).isEqualTo(0.8, ROUNDED);
    assertThat(confusion.recall(0).orElseThrow()).isEqualTo(4.0 / 6, ROUNDED);
    assertThat(confusion.absentClasses()).isEmpty();
  }

  @Test
  void anAbsentClassHasNoScoreAndDoesNotCountInMeans() {
    Confusion confusion = new Confusion.Builder(5).count(TRUTH, ANSWER, 16).build();
    assertThat(confusion.iou(3)).isEmpty();
    assertThat(confusion.f1(4)).isEmpty();
    assertThat(confusion.meanIou()).isEqualTo(example().meanIou());
    assertThat(confusion.absentClasses()).containsExactly(3, 4);
  }

  @Test
  void ignoredTruthDoesNotCount() {
    byte[] truth = TRUTH.clone();
    truth[1] = (byte) Confusion.IGNORED;
    Confusion confusion = new Confusion.Builder(3).count(truth, ANSWER, 16).build();
    assertThat(confusion.total()).isEqualTo(15);
    assertThat(confusion.counts()[0][1]).isEqualTo(1);
  }

  @Test
  void aForeignLabelIsNamed() {
    assertThatThrownBy(() -> new Confusion.Builder(2).count(TRUTH, ANSWER, 16))
        .hasMessage("label 2 is none of the 2 classes");
    assertThatThrownBy(() -> example().plus(new Confusion.Builder(2).build()))
        .hasMessage("confusions of 3 and 2 classes cannot be added");
    assertThatThrownBy(() -> Confusion.of(new long[][] {{1, 2}}))
        .hasMessageStartingWith("a confusion is a square");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void dicePartsAndOrderAgree(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    byte[] truth = new byte[500];
    byte[] answer = new byte[500];
    for (int i = 0; i < 500; i++) {
      truth[i] = (byte) random.nextInt(4);
      answer[i] = (byte) (random.nextInt(3) > 0 ? truth[i] : random.nextInt(4));
    }
    Confusion whole = new Confusion.Builder(4).count(truth, answer, 500).build();
    int cut = random.nextInt(500);
    Confusion first = new Confusion.Builder(4).count(truth, answer, cut).build();
    Confusion rest =
        new Confusion.Builder(4)
            .count(
                Arrays.copyOfRange(truth, cut, 500),
                Arrays.copyOfRange(answer, cut, 500),
                500 - cut)
            .build();
    assertThat(Confusion.sum(List.of(rest, first))).isEqualTo(whole);
    for (int c = 0; c < 4; c++) {
      double iou = whole.iou(c).orElseThrow();
      assertThat(whole.f1(c).orElseThrow()).isCloseTo(2 * iou / (1 + iou), within(1e-12));
    }
  }
}
