package org.intarsia.classifier.learning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.trees.DecisionTree;
import org.intarsia.classifier.learning.weak.LogisticRegression;
import org.intarsia.classifier.learning.weak.Majority;
import org.intarsia.classifier.learning.weak.NearestNeighbours;
import org.junit.jupiter.api.Test;

class ProtocolTest {
  private static final Severity SEVERITY = new Severity(0, 1, 2, 3);

  private static Classifier prepared(Classifier classifier) {
    return new PreparedClassifier(new Preparation(4), classifier);
  }

  @Test
  void testsEveryRowOnceInEachRepeat() {
    Samples samples = Blobs.of(3, 60, 6, 2, 1);
    Validation plan = Validation.stratified(samples, 5, 2, 7);
    List<Prediction> predictions = plan.predict(prepared(new LogisticRegression(1)));
    assertThat(predictions).hasSize(120);
    for (int repeat = 0; repeat < 2; repeat++) {
      int number = repeat;
      assertThat(
              predictions.stream()
                  .filter(each -> each.repeat() == number)
                  .map(Prediction::row)
                  .sorted())
          .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
    }
    assertThat(plan.repeats().get(0).of()).isNotEqualTo(plan.repeats().get(1).of());
    assertThat(Validation.leaveOneGroupOut(samples, 1).parts()).hasSize(60);
  }

  /** Whatever stands in tested rows, models and the predictions of other rows stay the same. */
  @Test
  void testedRowsCannotChangeTheModel() {
    Samples samples = Blobs.of(2, 40, 8, 1, 1);
    Validation plan = Validation.stratified(samples, 4, 1, 3);
    double[][] changed =
        Arrays.stream(samples.rows()).map(double[]::clone).toArray(double[][]::new);
    int[] tested = plan.repeats().get(0).testing(2);
    for (int i = 1; i < tested.length; i++) {
      Arrays.fill(changed[tested[i]], 1e6);
    }
    int[] labels = samples.labels().clone();
    labels[tested[1]] = 1 - labels[tested[1]];
    Samples others = new Samples(changed, labels, samples.groups(), 2);
    Validation again = new Validation(others, plan.repeats(), 3);
    for (ClassifierCatalogue.Entry entry : ClassifierCatalogue.entries()) {
      Classifier classifier = prepared(new TunedClassifier(entry.candidates().subList(0, 1), 3));
      Validation.Part part = new Validation.Part(0, 2);
      assertThat(again.predict(classifier, part).get(0).probabilities())
          .as(entry.name())
          .isEqualTo(plan.predict(classifier, part).get(0).probabilities());
    }
  }

  /** Opposite corners need neighbours: a straight line and a stump cannot. */
  @Test
  void choosesTheSettingsThatAreBestInside() {
    Samples noise = Blobs.of(2, 200, 2, 0, 9);
    int[] corners =
        Arrays.stream(noise.rows()).mapToInt(row -> row[0] * row[1] > 0 ? 1 : 0).toArray();
    Samples samples = noise.withLabels(corners, 2);
    List<Classifier> candidates =
        List.of(new LogisticRegression(1), new NearestNeighbours(5), new DecisionTree(1));
    assertThat(new TunedClassifier(candidates, 4).choose(samples, 1))
        .isEqualTo(new NearestNeighbours(5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TunedClassifier(List.of(), 4))
        .withMessage("0 candidates must be at least 1, 4 folds at least 2");
  }

  @Test
  void balanceDrawsTwiceTheLargestClassOfEach() {
    Samples blobs = Blobs.of(2, 40, 3, 1, 1);
    int[] labels = IntStream.range(0, 40).map(row -> row < 33 ? 0 : 2).toArray();
    Samples samples = blobs.withLabels(labels, 4);
    int[] drawn = BalancedClassifier.draw(samples, 5);
    assertThat(samples.subset(drawn).counts()).containsExactly(66, 0, 66, 0);
    assertThat(Arrays.stream(drawn).distinct().count()).isBetween(30L, 40L);
    assertThat(BalancedClassifier.draw(samples, 5)).isEqualTo(drawn);
    assertThat(BalancedClassifier.draw(samples, 6)).isNotEqualTo(drawn);
    Model model = new BalancedClassifier(prepared(new Majority())).train(samples, 5);
    assertThat(model.probabilities(new double[3])).containsExactly(0.5, 0, 0.5, 0);
  }

  @Test
  void theCascadeDecidesThreeTimes() {
    Samples samples = Blobs.of(4, 240, 6, 4, 1);
    Classifier cascade =
        new Cascade(
            new PreparedClassifier(Preparation.ALL_COLUMNS, new LogisticRegression(1)), SEVERITY);
    Model model = cascade.train(samples, 1);
    Samples fresh = Blobs.of(4, 400, 6, 4, 2);
    assertThat(Blobs.accuracy(model, fresh)).isGreaterThan(0.93);
    for (double[] row : fresh.rows()) {
      assertThat(Arrays.stream(model.probabilities(row)).sum()).isCloseTo(1, within(1e-12));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cascade.train(Blobs.of(3, 30, 3, 1, 1), 1))
        .withMessage(
            "the cascade needs the classes [benign, atypia, dcis, invasive], not 3 classes");
  }

  /** Decisions by hand: 0.5 or more is a yes only for the second class, so 0.5 is a no. */
  @Test
  void theCascadeFollowsItsDecisions() {
    Cascade.Cascaded model = new Cascade.Cascaded(SEVERITY, fixed(0.4), fixed(0.6), fixed(0.3));
    assertThat(model.probabilities(new double[0]))
        .containsExactly(new double[] {0.24, 0.252, 0.108, 0.4}, within(1e-12));
    assertThat(model.label(new double[0])).isEqualTo(1); // though invasive is the most probable
    assertThat(new Cascade.Cascaded(SEVERITY, fixed(0.6), fixed(0), fixed(0)).label(new double[0]))
        .isEqualTo(3);
  }

  private static Model fixed(double second) {
    return new Model() {
      @Override
      public double[] probabilities(double[] row) {
        return new double[] {1 - second, second};
      }

      @Override
      public boolean fits(int columns) {
        return true;
      }
    };
  }

  @Test
  void theCascadeLearnsWithoutAClass() {
    Samples blobs = Blobs.of(2, 40, 3, 5, 1);
    int[] labels = Arrays.stream(blobs.labels()).map(label -> 3 * label).toArray();
    Model model =
        new Cascade(prepared(new LogisticRegression(1)), SEVERITY)
            .train(blobs.withLabels(labels, 4), 1);
    assertThat(model.label(new double[] {5, 0, 0})).isZero();
    assertThat(model.label(new double[] {0, 5, 0})).isEqualTo(3);
  }

  @Test
  void findsTheDiagnosesByName() {
    assertThat(Severity.of(List.of("Invasive", "DCIS", "Atypia", "Benign", "other")))
        .contains(new Severity(3, 2, 1, 0));
    assertThat(Severity.of(List.of("benign", "malignant"))).isEmpty();
  }
}
