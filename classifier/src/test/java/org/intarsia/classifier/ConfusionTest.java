package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfusionTest {
  private static final Offset<Double> SIX_DIGITS = within(5e-7);
  private static final byte IGNORED = (byte) Confusion.IGNORED;
  private static final byte[] TRUTH = {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 0, 0};
  private static final byte[] PREDICTED = {0, 1, 1, 1, 0, 0, 1, 2, 2, 2, 2, 2, 0, 2, 0, 1};

  private static Confusion count(int classes, byte[] truth, byte[] predicted) {
    return Confusion.builder(classes).count(truth, predicted, truth.length).build();
  }

  private static void assertValue(OptionalDouble value, double expected) {
    assertThat(value.orElseThrow()).isCloseTo(expected, SIX_DIGITS);
  }

  @Test
  void hasTheNumbersOfTheWorkedExample() {
    Confusion confusion = count(3, TRUTH, PREDICTED);
    assertThat(confusion).isEqualTo(Confusion.of(new long[][] {{4, 2, 0}, {0, 3, 1}, {1, 0, 5}}));
    assertThat(confusion).hasToString("Confusion[[4, 2, 0], [0, 3, 1], [1, 0, 5]]");
    assertValue(confusion.iou(0), 0.571429);
    assertValue(confusion.iou(1), 0.5);
    assertValue(confusion.iou(2), 0.714286);
    assertValue(confusion.meanIou(), 0.595238);
    assertValue(confusion.f1(0), 0.727273);
    assertValue(confusion.f1(1), 0.666667);
    assertValue(confusion.f1(2), 0.833333);
    assertValue(confusion.macroF1(), 0.742424);
    assertValue(confusion.precision(0), 0.8);
    assertValue(confusion.recall(0), 0.666667);
    assertValue(confusion.pixelAccuracy(), 0.75);
    assertValue(confusion.meanAccuracy(), 0.75);
    assertValue(confusion.frequencyWeightedIou(), 0.607143);
    assertValue(confusion.majorityAccuracy(), 0.375);
    assertThat(confusion.absentClasses()).isEmpty();
    assertThat(confusion.total()).isEqualTo(16);
  }

  @Test
  void classesThatNobodyHasDoNotCount() {
    Confusion confusion = Confusion.of(new long[][] {{3, 1, 0}, {0, 0, 0}, {0, 0, 0}});
    assertThat(confusion.absentClasses()).containsExactly(2);
    assertThat(confusion.iou(2)).isEmpty();
    assertThat(confusion.f1(2)).isEmpty();
    assertThat(confusion.recall(1)).isEmpty();
    assertValue(confusion.iou(1), 0);
    assertValue(confusion.precision(1), 0);
    assertValue(confusion.meanIou(), 0.375);
    assertValue(confusion.meanAccuracy(), 0.75);
    Confusion nothing = Confusion.builder(2).build();
    assertThat(nothing.meanIou()).isEmpty();
    assertThat(nothing.pixelAccuracy()).isEmpty();
    assertThat(nothing.frequencyWeightedIou()).isEmpty();
    assertThat(nothing.majorityAccuracy()).isEmpty();
    assertThat(nothing.absentClasses()).isEqualTo(List.of(0, 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithItsDefinitionsOnRandomLabels(long seed) {
    Random random = new Random(seed);
    int classes = 1 + random.nextInt(12);
    byte[] truth = new byte[1 + random.nextInt(400)];
    byte[] predicted = new byte[truth.length];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = random.nextInt(9) == 0 ? IGNORED : (byte) random.nextInt(classes);
      predicted[i] = (byte) (random.nextBoolean() ? random.nextInt(classes) : truth[i]);
      predicted[i] = truth[i] == IGNORED ? (byte) random.nextInt(256) : predicted[i];
    }
    int cut = random.nextInt(truth.length);
    Confusion whole = count(classes, truth, predicted);
    Confusion head = Confusion.builder(classes).count(truth, predicted, cut).build();
    Confusion tail =
        count(
            classes,
            Arrays.copyOfRange(truth, cut, truth.length),
            Arrays.copyOfRange(predicted, cut, truth.length));
    assertThat(head.plus(tail)).isEqualTo(whole).isEqualTo(tail.plus(head));
    for (int label = 0; label < classes; label++) {
      int both = 0;
      int either = 0;
      for (int i = 0; i < truth.length; i++) {
        if (truth[i] != IGNORED) {
          both += truth[i] == label && predicted[i] == label ? 1 : 0;
          either += truth[i] == label || predicted[i] == label ? 1 : 0;
        }
      }
      if (either == 0) {
        assertThat(whole.iou(label)).isEmpty();
        continue;
      }
      double iou = whole.iou(label).orElseThrow();
      assertThat(iou).isEqualTo((double) both / either);
      assertThat(whole.f1(label).orElseThrow()).isCloseTo(2 * iou / (1 + iou), within(1e-12));
    }
  }

  @Test
  void labelsWithoutAClassAreRefusedAndNothingIsCounted() {
    Confusion.Builder builder = Confusion.builder(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.count(new byte[] {0, 3}, new byte[] {0, 1}, 2))
        .withMessage("true label 3 of pixel 1 is not one of 2 classes (0 to 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.count(new byte[] {0, 1}, new byte[] {0, -1}, 2))
        .withMessage("predicted label 255 of pixel 1 is not one of 2 classes (0 to 1)");
    assertThat(builder.build().total()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confusion.builder(256))
        .withMessage("a confusion has 1 to 255 classes, not 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confusion.builder(2).build().plus(Confusion.builder(3).build()))
        .withMessage("confusions of 2 and 3 classes cannot be added");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confusion.of(new long[][] {{1, 2}, {3}}))
        .withMessage("row 1 of a confusion of 2 classes has 1 columns");
  }
}
