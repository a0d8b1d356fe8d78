package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossWeightsTest {
  private static final BorderWeights PAPER = new BorderWeights(10, 5, 0);

  /** Two vertical objects with {@code gap} background columns between them. */
  private static float[] between(int gap) {
    int side = 40;
    byte[] labels = new byte[side * side];
    for (int y = 0; y < side; y++) {
      labels[y * side + 9] = 1;
      labels[y * side + 10 + gap] = 1;
    }
    float[] weights = new float[side * side];
    Arrays.fill(weights, 1);
    PAPER.addTo(labels, side, weights);
    return Arrays.copyOfRange(weights, 20 * side, 21 * side);
  }

  @Test
  void theWorkedExampleD2() {
    assertThat((double) between(4)[11]).as("d1 + d2 = 5").isCloseTo(7.0653065971, within(1e-5));
    assertThat((double) between(9)[14]).as("d1 + d2 = 10").isCloseTo(2.3533528324, within(1e-5));
    assertThat((double) between(19)[12]).as("d1 + d2 = 20").isCloseTo(1.0033546263, within(1e-5));
  }

  @Test
  void aPixelBetweenDiagonalNeighboursHasAlmostTheWholeWeight() {
    byte[] labels = {1, 0, 0, 1};
    float[] weights = {1, 1, 1, 1};
    PAPER.addTo(labels, 2, weights);
    assertThat(weights[1]).isCloseTo((float) (1 + 10 * Math.exp(-4.0 / 50)), within(1e-5f));
  }

  @Test
  void oneObjectHasNoGaps() {
    byte[] labels = {1, 1, 0, 0};
    float[] weights = new float[4];
    PAPER.addTo(labels, 2, weights);
    assertThat(weights).containsOnly(0);
  }

  private static float[] direct(byte[] labels, int side) {
    Components objects = Components.of(labels, side, 0);
    float[] weights = new float[labels.length];
    for (int i = 0; i < labels.length; i++) {
      double[] distance = new double[objects.count()];
      Arrays.fill(distance, Double.MAX_VALUE);
      for (int k = 0; k < labels.length; k++) {
        int object = objects.ids()[k];
        if (object >= 0) {
          distance[object] =
              Math.min(distance[object], Math.hypot(i % side - k % side, i / side - k / side));
        }
      }
      Arrays.sort(distance);
      if (objects.count() > 1) {
        double sum = distance[0] + distance[1];
        weights[i] = (float) (10 * Math.exp(-sum * sum / 50));
      }
    }
    return weights;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void borderWeightsAreThoseOfADirectComputation(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int side = 1 + random.nextInt(24);
    byte[] labels = new byte[side * side];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0);
    }
    labels[0] = (byte) 255;
    float[] weights = new float[labels.length];
    PAPER.addTo(labels, side, weights);
    float[] expected = direct(labels, side);
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i]).as("pixel %d", i).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void componentsAreThoseOfAFloodFill(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int side = 17;
    byte[] labels = new byte[side * side];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(3);
    }
    int[] expected = new int[labels.length];
    Arrays.fill(expected, -1);
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != 0 && expected[i] < 0) {
        flood(labels, side, i, expected, count++);
      }
    }
    Components components = Components.of(labels, side, 0);
    assertThat(components.count()).isEqualTo(count);
    assertThat(components.ids()).isEqualTo(expected);
  }

  private static void flood(byte[] labels, int side, int from, int[] ids, int id) {
    ids[from] = id;
    int[] steps = {-1, 1, -side, side};
    for (int step : steps) {
      int to = from + step;
      boolean sameLine = Math.abs(step) != 1 || from / side == Math.floorDiv(to, side);
      if (to >= 0 && to < labels.length && sameLine && ids[to] < 0 && labels[to] == labels[from]) {
        flood(labels, side, to, ids, id);
      }
    }
  }

  @Test
  void theWorkedExampleD4() {
    long[] counts = {1, 7, 0};
    assertThat((double) ClassBalance.LOG_102.weights(counts)[0])
        .isCloseTo(7.3852714509, within(1e-5));
    assertThat((double) ClassBalance.LOG_110.weights(counts)[0])
        .isCloseTo(4.9275443046, within(1e-5));
    assertThat(ClassBalance.LOG_102.weights(counts)[2]).as("an absent class").isZero();
    assertThat(ClassBalance.LOG_102.weight(0)).isCloseTo(50.4983497918, within(1e-8));
    assertThat(ClassBalance.LOG_110.weight(0.01)).isCloseTo(9.5822140011, within(1e-8));
    assertThat(ClassBalance.LOG_102.weight(1)).isCloseTo(1.4222778261, within(1e-8));
    assertThat(ClassBalance.INVERSE.weights(counts)[1]).isCloseTo(8 / 7f, within(1e-6f));
    assertThat(ClassBalance.FOURTH_ROOT.weights(new long[] {1, 15})[0])
        .isCloseTo(2f, within(1e-6f));
    assertThat(ClassBalance.NONE.weights(counts)).containsExactly(1, 1, 0);
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> new BorderWeights(-1, 5, 0))
        .hasMessage(
            "a border weight must not be negative and its sigma must be positive, not -1.0 and"
                + " 5.0");
  }
}
