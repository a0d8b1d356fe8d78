package org.intarsia.classifier.learning.weak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Lbfgs;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;
import org.junit.jupiter.api.Test;

class WeakClassifiersTest {
  private static Samples line(int[] labels, double... values) {
    return new Samples(
        Arrays.stream(values).mapToObj(x -> new double[] {x}).toArray(double[][]::new),
        labels,
        IntStream.range(0, labels.length).toArray(),
        2);
  }

  @Test
  void neighboursVoteAndEquallyFarOnesCountInOrder() {
    Samples samples = line(new int[] {0, 1, 1, 0}, 0, 2, 3, 9);
    assertThat(new NearestNeighbours(1).train(samples, 0).probabilities(new double[] {1}))
        .containsExactly(1, 0);
    assertThat(new NearestNeighbours(3).train(samples, 0).probabilities(new double[] {1}))
        .containsExactly(1.0 / 3, 2.0 / 3);
    assertThat(new NearestNeighbours(99).train(samples, 0).probabilities(new double[] {50}))
        .containsExactly(0.5, 0.5);
  }

  /** Means 1 and 6, variances 1 and 4, half each: densities at 3 by hand. */
  @Test
  void gaussianBayesIsBayesTheorem() {
    Samples samples = line(new int[] {0, 0, 1, 1}, 0, 2, 4, 8);
    double first = Math.exp(-(3 - 1) * (3 - 1) / 2.0);
    double second = Math.exp(-(3 - 6) * (3 - 6) / 8.0) / 2;
    assertThat(new GaussianBayes(0).train(samples, 0).probabilities(new double[] {3})[0])
        .isCloseTo(first / (first + second), within(1e-12));
  }

  /** Means 1 and 6, one variance 2.5: the boundary lies half way, the slope is 5 / 2.5. */
  @Test
  void discriminantHasOneCovariance() {
    Samples samples = line(new int[] {0, 0, 1, 1}, 0, 2, 4, 8);
    LinearModel model = new LinearDiscriminant(0).train(samples, 0);
    assertThat(model.probabilities(new double[] {3.5})[1]).isCloseTo(0.5, within(1e-12));
    assertThat(model.probabilities(new double[] {4.5})[1])
        .isCloseTo(Numbers.sigmoid(2), within(1e-12));
    Samples twice =
        samples.withRows(new double[][] {{0, 0}, {2, 2}, {4, 4}, {8, 8}}); // dependent columns
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearDiscriminant(0).train(twice, 0))
        .withMessage(
            "columns depend on each other, so their covariance has no inverse; a shrinkage above"
                + " 0.0 helps");
    assertThat(new LinearDiscriminant(0.1).train(twice, 0).label(new double[] {7, 7})).isOne();
  }

  /**
   * At the optimum the weights equal the cost times the sum of errors times rows, for each class.
   */
  @Test
  void logisticRegressionStandsAtItsOptimum() {
    for (int classes : new int[] {2, 3}) {
      Samples samples = Blobs.of(classes, 60, 4, 1, 5);
      LinearModel model = new LogisticRegression(0.7).train(samples, 0);
      for (int label = classes == 2 ? 1 : 0; label < classes; label++) {
        double[] expected = new double[4];
        double errors = 0;
        for (int row = 0; row < 60; row++) {
          double error =
              (samples.labels()[row] == label ? 1 : 0)
                  - model.probabilities(samples.rows()[row])[label];
          errors += error;
          for (int column = 0; column < 4; column++) {
            expected[column] += 0.7 * error * samples.rows()[row][column];
          }
        }
        assertThat(errors).isCloseTo(0, within(1e-5));
        assertThat(model.weights()[label]).containsExactly(expected, within(1e-5));
      }
    }
  }

  @Test
  void lbfgsFindsTheValleyOfRosenbrock() {
    double[] best =
        new Lbfgs(200, 1e-9)
            .minimise(
                (x, gradient) -> {
                  double off = x[1] - x[0] * x[0];
                  gradient[0] = -400 * x[0] * off - 2 * (1 - x[0]);
                  gradient[1] = 200 * off;
                  return 100 * off * off + (1 - x[0]) * (1 - x[0]);
                },
                new double[] {-1.2, 1});
    assertThat(best).containsExactly(new double[] {1, 1}, within(1e-6));
  }
}
