package org.intarsia.classifier.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.intarsia.classifier.learning.ClassifierCatalogue.Entry;
import org.intarsia.classifier.learning.strong.SupportVectorMachine;
import org.intarsia.classifier.learning.trees.GradientBoosting;
import org.intarsia.classifier.learning.trees.RandomForest;
import org.intarsia.classifier.learning.weak.LogisticRegression;
import org.intarsia.classifier.learning.weak.Majority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every classifier keeps to. */
class ClassifierContractTest {
  static Stream<Entry> classifiers() {
    return ClassifierCatalogue.entries().stream();
  }

  private static PreparedClassifier prepared(Entry entry) {
    return new PreparedClassifier(Preparation.ALL_COLUMNS, entry.classifier());
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void learnsWhatCanBeLearned(Entry entry) {
    for (int classes = 2; classes <= 4; classes++) {
      Model model = prepared(entry).train(Blobs.of(classes, 120, 6, 4, 1), 3);
      Samples fresh = Blobs.of(classes, 400, 6, 4, 2);
      double accuracy = Blobs.accuracy(model, fresh);
      if (entry.classifier() instanceof Majority) {
        assertThat(accuracy).isCloseTo(1.0 / classes, within(0.01));
      } else {
        double least = entry.name().equals("decision-stump") ? 1.4 / classes : 0.93;
        assertThat(accuracy).as("%d classes", classes).isGreaterThan(least);
      }
      for (double[] row : fresh.rows()) {
        double[] probabilities = model.probabilities(row);
        assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-9));
        assertThat(Arrays.stream(probabilities).allMatch(p -> p >= 0 && p <= 1)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void theSameSeedGivesTheSameModel(Entry entry) {
    Samples samples = Blobs.of(3, 90, 5, 1, 1);
    double[][] before = Arrays.stream(samples.rows()).map(double[]::clone).toArray(double[][]::new);
    Model model = prepared(entry).train(samples, 8);
    Model again = prepared(entry).train(samples, 8);
    for (double[] row : Blobs.of(3, 50, 5, 1, 2).rows()) {
      assertThat(model.probabilities(row)).isEqualTo(again.probabilities(row));
    }
    assertThat(samples.rows()).isDeepEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void leavesOutClassesWithoutARowAndConstantColumns(Entry entry) {
    Samples blobs = Blobs.of(2, 40, 4, 5, 1);
    for (double[] row : blobs.rows()) {
      row[3] = 0.1;
    }
    int[] labels = Arrays.stream(blobs.labels()).map(label -> 2 * label + 1).toArray();
    Model model = prepared(entry).train(blobs.withLabels(labels, 5), 1);
    double[] probabilities = model.probabilities(blobs.rows()[0]);
    assertThat(probabilities).hasSize(5).doesNotContain(Double.NaN);
    assertThat(new double[] {probabilities[0], probabilities[2], probabilities[4]}).containsOnly(0);
    int[] alone = new int[labels.length];
    Arrays.fill(alone, 4);
    Model sole = prepared(entry).train(blobs.withLabels(alone, 5), 1);
    assertThat(sole.probabilities(blobs.rows()[0])).containsExactly(0, 0, 0, 0, 1);
  }

  /**
   * Nothing can be learned from columns that never vary, and rows that lie far off have an answer.
   */
  @ParameterizedTest
  @MethodSource("classifiers")
  void answersFromNothingAndFromAfar(Entry entry) {
    Samples blobs = Blobs.of(2, 30, 3, 3, 1);
    double[][] constant = new double[30][3];
    for (Samples samples : new Samples[] {blobs, blobs.withRows(constant)}) {
      Model model = prepared(entry).train(samples, 1);
      for (double far : new double[] {0, 1e6, -1e90}) {
        double[] probabilities = model.probabilities(new double[] {far, 0, -far});
        assertThat(Arrays.stream(probabilities).sum()).as("at %s", far).isCloseTo(1, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void refusesARowOfAnotherWidth(Entry entry) {
    Model model = prepared(entry).train(Blobs.of(2, 20, 3, 5, 1), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.probabilities(new double[4]))
        .withMessage("a row has 4 numbers, but the model was trained on 3");
  }

  @Test
  void choosesTheColumnsThatTellClassesApart() {
    Samples samples = Blobs.of(2, 200, 30, 3, 4);
    Preparation.Fitted fitted = new Preparation(2).fit(samples);
    assertThat(fitted.kept()).containsExactly(0, 1);
    double[] mean = new double[2];
    for (double[] row : samples.rows()) {
      double[] prepared = fitted.apply(row);
      mean[0] += prepared[0] / samples.size();
      mean[1] += prepared[1] * prepared[1] / samples.size();
    }
    assertThat(mean[0]).isCloseTo(0, within(1e-12));
    assertThat(mean[1]).isCloseTo(1, within(1e-12));
  }

  /** 5000 columns of noise: choosing 10 before the folds would give far more than chance. */
  @Test
  void selectionOutsideOfTrainingIsImpossible() {
    Random random = new Random(5);
    Samples shape = Blobs.of(2, 80, 1, 0, 1);
    double[][] noise = new double[80][5000];
    for (double[] row : noise) {
      Arrays.setAll(row, column -> random.nextGaussian());
    }
    Samples samples = shape.withRows(noise);
    Classifier classifier = new PreparedClassifier(new Preparation(10), new LogisticRegression(1));
    GroupedFolds folds = GroupedFolds.stratified(samples, 5, 1);
    double right = 0;
    for (int fold = 0; fold < 5; fold++) {
      Model model = classifier.train(samples.subset(folds.training(fold)), 1);
      right += Blobs.accuracy(model, samples.subset(folds.testing(fold))) / 5;
    }
    assertThat(right).isBetween(0.3, 0.7);
    Samples chosen =
        Preparation.applied(new Preparation(10).fit(samples), samples); // what a leak would do
    double leaked = 0;
    for (int fold = 0; fold < 5; fold++) {
      Model model = new LogisticRegression(1).train(chosen.subset(folds.training(fold)), 1);
      leaked += Blobs.accuracy(model, chosen.subset(folds.testing(fold))) / 5;
    }
    assertThat(leaked).isGreaterThan(0.8);
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SupportVectorMachine(SupportVectorMachine.Kernel.LINEAR, 0))
        .withMessage("cost must be above 0 and below 1e12, not 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomForest(0))
        .withMessage("trees must be at least 1, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientBoosting(1, 2, 1))
        .withMessage("rounds (1) and depth (1) must be at least 1, rate (2.0) above 0 and up to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierCatalogue.named("oracle"))
        .withMessageStartingWith("no classifier is called 'oracle'; there are [majority, ");
  }
}
