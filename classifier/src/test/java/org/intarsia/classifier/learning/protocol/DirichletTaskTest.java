package org.intarsia.classifier.learning.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.Well19937c;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two kinds of biopsies whose shares of eight tissues are drawn from two Dirichlet distributions:
 * on these weak and strong classifiers are as good as each other.
 */
class DirichletTaskTest {
  private static final double[][] SHARES = {
    {1.5, 6, 1, 3, 8, 1.5, 2, 1}, {1.5, 3, 6, 3, 6, 1.5, 2, 3.5}
  };
  private static final int CASES = 60;
  private static final int ROWS_A_CASE = 2;

  /** 60 regions of each kind, two of a case; the regions of a case are alike. */
  private static Samples regions(long seed) {
    int rows = 2 * CASES;
    double[][] values = new double[rows][];
    int[] labels = new int[rows];
    int[] groups = new int[rows];
    Well19937c random = new Well19937c(seed);
    for (int row = 0; row < rows; row++) {
      groups[row] = row / ROWS_A_CASE;
      labels[row] = groups[row] % 2;
      values[row] = dirichlet(SHARES[labels[row]], random);
    }
    return new Samples(values, labels, groups, 2);
  }

  private static double[] dirichlet(double[] parameters, Well19937c random) {
    double[] shares = new double[parameters.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = new GammaDistribution(random, parameters[i], 1).sample();
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  private static Map<String, Double> accuracies(Samples samples) {
    Map<String, Double> accuracies = new LinkedHashMap<>();
    Validation plan = Validation.leaveOneGroupOut(samples, 1);
    for (String name :
        List.of(
            "logistic-regression",
            "svm-linear",
            "svm-polynomial",
            "random-forest",
            "multi-layer-perceptron")) {
      Classifier classifier =
          new PreparedClassifier(
              Preparation.ALL_COLUMNS, ClassifierCatalogue.named(name).classifier());
      List<Prediction> predictions = plan.predict(classifier);
      long right =
          predictions.stream().filter(each -> each.label() == samples.labels()[each.row()]).count();
      accuracies.put(name, (double) right / samples.size());
    }
    return accuracies;
  }

  /** One table of 120 rows says little about 0.05, so means of four are compared. */
  @Test
  void weakIsAsGoodAsStrong() {
    Map<String, Double> means = new LinkedHashMap<>();
    for (long seed = 1; seed <= 4; seed++) {
      Map<String, Double> accuracies = accuracies(regions(seed));
      assertThat(accuracies.values()).as("%s", accuracies).allMatch(each -> each > 0.85);
      accuracies.forEach((name, accuracy) -> means.merge(name, accuracy / 4, Double::sum));
    }
    double best = means.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    assertThat(means.values()).as("%s", means).allMatch(mean -> best - mean <= 0.05);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void nothingIsLearnedFromShuffledLabels(long seed) {
    Samples samples = regions(seed);
    int[] kinds = new int[CASES];
    for (int i = 0; i < CASES; i++) {
      kinds[i] = i % 2;
    }
    Random random = new Random(seed);
    for (int i = CASES - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swap = kinds[i];
      kinds[i] = kinds[other];
      kinds[other] = swap;
    }
    int[] shuffled = new int[samples.size()];
    for (int row = 0; row < shuffled.length; row++) {
      shuffled[row] = kinds[samples.groups()[row]];
    }
    Map<String, Double> accuracies = accuracies(samples.withLabels(shuffled, 2));
    assertThat(accuracies.values()).as("%s", accuracies).allMatch(each -> each <= 0.60);
  }

  /** All classifiers, ten folds, 1,000 cases of 64 features. */
  @Test
  @Tag("long")
  void aThousandCasesTakeLessThanAMinute() {
    Samples samples = Blobs.of(4, 1000, 64, 1.5, 1);
    Validation plan = Validation.stratified(samples, 10, 1, 1);
    long start = System.nanoTime();
    for (ClassifierCatalogue.Entry entry : ClassifierCatalogue.entries()) {
      long from = System.nanoTime();
      plan.parts().parallelStream()
          .forEach(
              part ->
                  plan.predict(
                      new PreparedClassifier(Preparation.ALL_COLUMNS, entry.classifier()), part));
      System.out.printf(Locale.ROOT, "%s %.1f s%n", entry.name(), (System.nanoTime() - from) / 1e9);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "all %.1f s%n", seconds);
    assertThat(seconds).isLessThan(60);
  }
}
