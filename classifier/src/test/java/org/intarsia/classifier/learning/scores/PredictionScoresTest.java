package org.intarsia.classifier.learning.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.protocol.Prediction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionScoresTest {
  private static final List<String> DIAGNOSES = List.of("benign", "atypia", "DCIS", "invasive");

  private static PredictionScores scores(int[] truth, int[] groups, int... called) {
    List<Prediction> predictions = new ArrayList<>();
    for (int row = 0; row < called.length; row++) {
      double[] probabilities = new double[4];
      Arrays.fill(probabilities, 0.1);
      probabilities[called[row]] = 0.7;
      predictions.add(new Prediction(row, 0, 0, called[row], probabilities));
    }
    Samples samples = new Samples(new double[truth.length][1], truth, groups, 4);
    return PredictionScores.of(samples, predictions, BinaryCut.of(DIAGNOSES));
  }

  @Test
  void scoresByHand() {
    int[] truth = {0, 0, 1, 1, 2, 2, 3, 3};
    int[] groups = {0, 1, 2, 2, 3, 4, 5, 5};
    PredictionScores scores = scores(truth, groups, 0, 1, 1, 3, 2, 1, 3, 0);
    Map<String, OptionalDouble> values = scores.values();
    assertThat(values.get("accuracy")).hasValue(0.5);
    assertThat(values.get("balanced_accuracy")).hasValue(0.5);
    // right: (0.09 + 3 x 0.01) / 2; wrong: (0.49 + 0.81 + 2 x 0.01) / 2
    assertThat(values.getOrDefault("brier", OptionalDouble.empty()).orElseThrow())
        .isCloseTo((0.06 + 0.66) / 2, within(1e-12));
    // cases: 0 right, 1 wrong, 2 called invasive: wrong, 3 right, 4 wrong, 5 worst is right
    assertThat(values.get("case_accuracy")).hasValue(0.5);
    assertThat(values.get("sensitivity_invasive")).hasValue(0.5);
    assertThat(values.get("specificity_invasive")).hasValue(1 - 1.0 / 6);
    assertThat(values.get("sensitivity_atypia_dcis")).hasValue(1);
    assertThat(values.get("specificity_atypia_dcis")).hasValue(0.5);
    assertThat(values.get("sensitivity_dcis")).hasValue(0.5);
    assertThat(values.get("specificity_dcis")).hasValue(0.5);
    assertThat(scores.confusion().count(3, 0)).isOne();
  }

  @Test
  void intervalsAreOverCases() {
    int[] truth = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] together = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] apart = {0, 1, 2, 3, 4, 5, 6, 7};
    Resampling plan = Resampling.of(3);
    BootstrapInterval twoCases =
        scores(truth, together, 0, 0, 0, 0, 0, 0, 0, 0)
            .intervals(plan)
            .getOrDefault("accuracy", Optional.empty())
            .orElseThrow();
    assertThat(twoCases).isEqualTo(new BootstrapInterval(0.5, 0, 1));
    BootstrapInterval eight =
        scores(truth, apart, 0, 0, 0, 0, 0, 0, 0, 0)
            .intervals(plan)
            .getOrDefault("accuracy", Optional.empty())
            .orElseThrow();
    assertThat(eight.low()).isBetween(0.1, 0.3);
    assertThat(eight.high()).isBetween(0.7, 0.9);
  }

  /** Against counting all pairs, with ties and weights. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void areaCountsPairs(long seed) {
    Random random = new Random(seed);
    double[] scores = random.doubles(60).map(x -> Math.floor(8 * x)).toArray();
    boolean[] positive = new boolean[60];
    int[] weights = random.ints(60, 0, 4).toArray();
    for (int i = 0; i < 60; i++) {
      positive[i] = random.nextInt(10) < scores[i];
    }
    double above = 0;
    double pairs = 0;
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 60; j++) {
        if (positive[i] && !positive[j]) {
          double weight = weights[i] * weights[j];
          above += weight * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
          pairs += weight;
        }
      }
    }
    RankedScores ranked = RankedScores.of(scores, positive);
    assertThat(ranked.area(weights).orElseThrow()).isCloseTo(above / pairs, within(1e-12));
    int[] once = new int[60];
    Arrays.fill(once, 1);
    double trapezoids = 0;
    List<RankedScores.Point> curve = ranked.curve();
    for (int i = 1; i < curve.size(); i++) {
      RankedScores.Point a = curve.get(i - 1);
      RankedScores.Point b = curve.get(i);
      trapezoids +=
          (b.falsePositives() - a.falsePositives()) * (a.truePositives() + b.truePositives()) / 2;
    }
    assertThat(ranked.area(once).orElseThrow()).isCloseTo(trapezoids, within(1e-12));
    assertThat(curve.get(curve.size() - 1)).isEqualTo(new RankedScores.Point(1, 1));
  }

  @Test
  void allTiedIsAHalfAndOneKindIsNothing() {
    boolean[] positive = {true, false, true};
    int[] once = {1, 1, 1};
    assertThat(RankedScores.of(new double[] {5, 5, 5}, positive).area(once)).hasValue(0.5);
    assertThat(RankedScores.of(new double[] {1, 2, 3}, new boolean[3]).area(once)).isEmpty();
    assertThat(RankedScores.of(new double[] {1, 2, 3}, new boolean[3]).curve()).isEmpty();
  }

  @Test
  void calibrationByHand() {
    Samples samples =
        new Samples(new double[4][1], new int[] {0, 0, 1, 1}, new int[] {0, 1, 2, 3}, 2);
    List<Prediction> predictions =
        List.of(
            new Prediction(0, 0, 0, 0, new double[] {0.95, 0.05}),
            new Prediction(1, 0, 0, 1, new double[] {0.05, 0.95}),
            new Prediction(2, 0, 0, 1, new double[] {0.4, 0.6}),
            new Prediction(3, 0, 0, 1, new double[] {0, 1}));
    Calibration table = Calibration.of(samples, predictions);
    assertThat(table.bins()).hasSize(2);
    assertThat(table.bins().get(1).calls()).isEqualTo(3);
    assertThat(table.bins().get(1).accuracy()).isEqualTo(2.0 / 3);
    assertThat(table.bins().get(1).confidence()).isCloseTo(2.9 / 3, within(1e-12));
    assertThat(table.expectedError()).isCloseTo(0.9 / 4 + 0.4 / 4, within(1e-12));
  }

  @Test
  void asksForTheLastOfOtherClasses() {
    BinaryCut cut = BinaryCut.of(List.of("B", "M")).get(0);
    assertThat(cut.name()).isEqualTo("last_class");
    assertThat(cut.positive()).containsExactly(1);
  }
}
