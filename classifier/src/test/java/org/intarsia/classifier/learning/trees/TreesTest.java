package org.intarsia.classifier.learning.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreesTest {
  private static Samples of(double[][] rows, int... labels) {
    return new Samples(rows, labels, IntStream.range(0, rows.length).toArray(), 2);
  }

  @Test
  void aStumpAsksHalfWayBetween() {
    Samples samples = of(new double[][] {{9, 1}, {3, 2}, {5, 4}, {4, 5}}, 0, 0, 1, 1);
    Tree stump = new DecisionTree(1).train(samples, 0).trees().get(0);
    assertThat(stump.columns()).containsExactly(1, -1, -1);
    assertThat(stump.thresholds()[0]).isEqualTo(3);
    assertThat(stump.answer(new double[] {0, 3})).containsExactly(1, 0);
    assertThat(stump.answer(new double[] {0, 3.1})).containsExactly(0, 1);
  }

  /** The question of the root against all that could be asked. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theRootIsTheBestQuestion(long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[25][4];
    int[] labels = new int[25];
    for (int row = 0; row < 25; row++) {
      Arrays.setAll(rows[row], column -> random.nextInt(6));
      labels[row] = random.nextInt(2);
    }
    Tree stump = new DecisionTree(1).train(of(rows, labels), 0).trees().get(0);
    double best = Double.POSITIVE_INFINITY;
    for (int column = 0; column < 4; column++) {
      for (double threshold = 0.5; threshold < 5; threshold++) {
        best = Math.min(best, gini(rows, labels, column, threshold));
      }
    }
    assertThat(gini(rows, labels, stump.columns()[0], stump.thresholds()[0]))
        .isCloseTo(best, within(1e-9));
  }

  private static double gini(double[][] rows, int[] labels, int column, double threshold) {
    double[][] counts = new double[2][2];
    for (int row = 0; row < rows.length; row++) {
      counts[rows[row][column] <= threshold ? 0 : 1][labels[row]]++;
    }
    double sum = 0;
    for (double[] side : counts) {
      double size = side[0] + side[1];
      sum += size == 0 ? 0 : size - (side[0] * side[0] + side[1] * side[1]) / size;
    }
    return sum;
  }

  @Test
  void aDeepTreeKnowsItsRowsByHeart() {
    Samples samples = Blobs.of(3, 80, 5, 0, 3);
    assertThat(Blobs.accuracy(new DecisionTree(50).train(samples, 0), samples)).isOne();
  }

  /** One round on one column by hand: start log(3/1), residuals -3/4 and 1/4, curvature 3/16. */
  @Test
  void boostingTakesNewtonSteps() {
    Samples samples = of(new double[][] {{0}, {1}, {2}, {3}}, 0, 1, 1, 1);
    GradientBoosting.Boosted model = new GradientBoosting(1, 0.5, 1).train(samples, 0);
    double start = Math.log(3);
    assertThat(model.probabilities(new double[] {0})[1])
        .isCloseTo(Numbers.sigmoid(start + 0.5 * (-0.75 / 0.1875)), within(1e-12));
    assertThat(model.probabilities(new double[] {2})[1])
        .isCloseTo(Numbers.sigmoid(start + 0.5 * (0.25 / 0.1875)), within(1e-12));
  }

  @Test
  void refusesWhatIsNoTree() {
    double[][] none = {{}, {1}, {1}};
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Tree(
                    new int[] {0, -1, -1}, new double[3], new int[] {0, 0, 0}, new int[3], none))
        .withMessage("children 0 and 0 of node 0 must be above it and below 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Tree(new int[] {-1}, new double[2], new int[1], new int[1], new double[][] {}))
        .withMessage("thresholds must hold 1 numbers, not 2");
  }
}
