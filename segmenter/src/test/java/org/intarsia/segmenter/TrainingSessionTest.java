package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSessionTest {
  private static final Network NETWORK = new UNet(3, 3, 2, 4).same();
  private static final Network POINTWISE = pointwise();
  private static final TrainingSession.Place CPU = new TrainingSession.Place("cpu", 1);

  /** One 1 x 1 convolution: its loss and gradient are easily computed by hand. */
  private static Network pointwise() {
    Network.Builder net = Network.builder("Pointwise", 3);
    net.convolution(net.input(), 3, 1, 0, 1);
    return net.build();
  }

  private static TrainingSession.Settings settings(Optimizer optimizer, Loss loss) {
    return new TrainingSession.Settings(
        Normalization.UNIT, optimizer, loss, Double.POSITIVE_INFINITY, CPU);
  }

  /** Noisy discs whose colour tells their class; some pixels ignored. */
  private static LabelledPatch disc(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    LabelledPatch patch = new LabelledPatch(32, 32);
    int label = 1 + random.nextInt(2);
    int centre = 10 + random.nextInt(12);
    for (int i = 0; i < patch.labels().length; i++) {
      int dy = i / 32 - centre;
      int dx = i % 32 - centre;
      boolean inside = dx * dx + dy * dy < 80;
      patch.labels()[i] = (byte) (inside ? label : 0);
      patch.weights()[i] = inside ? 2 : 1;
      int[] color =
          inside
              ? (label == 1 ? new int[] {180, 90, 160} : new int[] {120, 90, 190})
              : new int[] {230, 220, 230};
      for (int c = 0; c < 3; c++) {
        patch.rgb()[3 * i + c] = (byte) (color[c] + random.nextInt(20));
      }
    }
    for (int k = 0; k < 50; k++) {
      patch.labels()[random.nextInt(32 * 32)] = (byte) LabelledPatch.IGNORED;
    }
    return patch;
  }

  private static List<LabelledPatch> batch(long step) {
    return IntStream.range(0, 4).mapToObj(i -> disc(4 * step + i)).toList();
  }

  private static List<Double> train(TrainingSession session, int from, int to) throws IOException {
    List<Double> losses = new ArrayList<>();
    for (int step = from; step < to; step++) {
      losses.add(session.step(batch(step), 0.01, step));
    }
    return losses;
  }

  @Test
  void theLossFallsAndEveryTensorMoves() throws IOException {
    Weights start = Weights.initial(NETWORK, 1);
    try (TrainingSession session =
        TrainingSession.open(NETWORK, start, settings(Optimizer.adam(0), Loss.CROSS_ENTROPY))) {
      List<Double> losses = train(session, 0, 80);
      assertThat(losses.get(0)).isGreaterThan(0.7);
      assertThat(losses.subList(60, 80).stream().mapToDouble(l -> l).average().orElseThrow())
          .isLessThan(0.35 * losses.get(0));
      Weights trained = session.weights();
      for (String name : start.names()) {
        assertThat(trained.values(name)).as(name).isNotEqualTo(start.values(name));
      }
      TrainingSession.Answer answer = session.evaluate(List.of(disc(1_000_000)));
      LabelledPatch truth = disc(1_000_000);
      long right =
          IntStream.range(0, 1024)
              .filter(i -> answer.labels()[i] == truth.labels()[i] || truth.labels()[i] == -1)
              .count();
      assertThat(right).isGreaterThan(970);
      assertThat(session.weights()).isEqualTo(trained);
    }
  }

  /** The tensors that differ, with the largest difference of a number. */
  private static List<String> differences(Weights some, Weights others) {
    List<String> differences = new ArrayList<>();
    for (String name : others.names()) {
      double[] a = some.values(name);
      double[] b = others.values(name);
      if (!Arrays.equals(a, b)) {
        double largest =
            IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
        differences.add(name + " by " + largest);
      }
    }
    return differences;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adamw"})
  void aSessionThatIsResumedMakesTheSameWeights(String name) throws IOException {
    Optimizer optimizer =
        switch (name) {
          case "sgd" -> Optimizer.sgd(0.99, 1e-4);
          case "nesterov" -> new Optimizer.Sgd(0.9, Optimizer.Momentum.NESTEROV, 5e-4);
          default -> Optimizer.adam(1e-2);
        };
    TrainingSession.Settings settings = settings(optimizer, Loss.BOTH);
    Weights whole;
    OptimizerState wholeState;
    try (TrainingSession session =
        TrainingSession.open(NETWORK, Weights.initial(NETWORK, 1), settings)) {
      train(session, 0, 9);
      whole = session.weights();
      wholeState = session.optimizerState();
    }
    Weights half;
    OptimizerState state;
    try (TrainingSession session =
        TrainingSession.open(NETWORK, Weights.initial(NETWORK, 1), settings)) {
      train(session, 0, 4);
      session.evaluate(batch(77));
      half = session.weights();
      state = session.optimizerState();
    }
    try (TrainingSession session = TrainingSession.open(NETWORK, half, settings)) {
      session.resume(state);
      train(session, 4, 9);
      assertThat(differences(session.weights(), whole)).isEmpty();
      assertThat(session.optimizerState()).isEqualTo(wholeState);
    }
    assertThat(half).isNotEqualTo(whole);
  }

  /** Loss of {@link #POINTWISE} by its definition, in 64 bits. */
  private static double directLoss(Weights weights, List<LabelledPatch> batch, Loss loss) {
    double[] kernel = weights.values("l1_weight");
    double[] bias = weights.values("l1_bias");
    double entropy = 0;
    double total = 0;
    double[] overlap = new double[3];
    double[] size = new double[3];
    for (LabelledPatch patch : batch) {
      for (int i = 0; i < patch.labels().length; i++) {
        int label = patch.labels()[i];
        if (label == -1) {
          continue;
        }
        double[] p = new double[3];
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          double score = bias[k];
          for (int c = 0; c < 3; c++) {
            score += kernel[3 * k + c] * (patch.rgb()[3 * i + c] & 0xFF) / 255;
          }
          p[k] = Math.exp(score);
          sum += p[k];
        }
        entropy -= patch.weights()[i] * Math.log(p[label] / sum);
        total += patch.weights()[i];
        for (int k = 0; k < 3; k++) {
          overlap[k] += label == k ? p[k] / sum : 0;
          size[k] += p[k] / sum + (label == k ? 1 : 0);
        }
      }
    }
    double dice = 1;
    for (int k = 0; k < 3; k++) {
      dice -= (2 * overlap[k] + 1) / (size[k] + 1) / 3;
    }
    return loss.crossEntropy() * entropy / total + loss.dice() * dice;
  }

  private static double loss(TrainingSession session, List<LabelledPatch> batch)
      throws IOException {
    return session.evaluate(batch).loss();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 0", "0 1", "1 1", "0.3 2"})
  void theLossIsThatOfItsDefinition(String factors) throws IOException {
    String[] parts = factors.split(" ", 2);
    Loss loss = new Loss(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
    Weights weights = Weights.scattered(POINTWISE, 5);
    try (TrainingSession session =
        TrainingSession.open(POINTWISE, weights, settings(Optimizer.sgd(0, 0), loss))) {
      assertThat(loss(session, batch(1)))
          .isCloseTo(directLoss(weights, batch(1), loss), within(2e-6));
    }
  }

  private static Weights numericGradient(Weights weights, Loss loss) {
    Map<String, double[]> gradient = new HashMap<>();
    for (String name : weights.names()) {
      double[] slope = new double[weights.values(name).length];
      for (int i = 0; i < slope.length; i++) {
        slope[i] =
            (directLoss(moved(weights, name, i, 1e-5), batch(1), loss)
                    - directLoss(moved(weights, name, i, -1e-5), batch(1), loss))
                / 2e-5;
      }
      gradient.put(name, slope);
    }
    return Weights.of(POINTWISE, gradient);
  }

  private static Weights moved(Weights weights, String name, int index, double by) {
    Map<String, double[]> values = new HashMap<>();
    weights.names().forEach(n -> values.put(n, weights.values(n)));
    double[] changed = weights.values(name);
    changed[index] += by;
    values.put(name, changed);
    return Weights.of(POINTWISE, values);
  }

  @Test
  void gradientDescentGoesDownTheNumericGradient() throws IOException {
    Weights weights = Weights.scattered(POINTWISE, 5);
    Weights slope = numericGradient(weights, Loss.BOTH);
    try (TrainingSession session =
        TrainingSession.open(POINTWISE, weights, settings(Optimizer.sgd(0.9, 0.01), Loss.BOTH))) {
      session.step(batch(1), 0.1, 0);
      Weights after = session.weights();
      for (int i = 0; i < 9; i++) {
        double before = weights.values("l1_weight")[i];
        assertThat(after.values("l1_weight")[i])
            .isCloseTo(before - 0.1 * (slope.values("l1_weight")[i] + 0.01 * before), within(1e-6));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(after.values("l1_bias")[i])
            .as("no decay of biases")
            .isCloseTo(
                weights.values("l1_bias")[i] - 0.1 * slope.values("l1_bias")[i], within(1e-6));
      }
    }
  }

  @Test
  void adamsFirstStepHasTheLengthOfTheRate() throws IOException {
    Weights weights = Weights.scattered(POINTWISE, 5);
    Weights slope = numericGradient(weights, Loss.CROSS_ENTROPY);
    try (TrainingSession session =
        TrainingSession.open(
            POINTWISE, weights, settings(Optimizer.adam(0.5), Loss.CROSS_ENTROPY))) {
      session.step(batch(1), 0.01, 0);
      for (int i = 0; i < 9; i++) {
        double expected =
            weights.values("l1_weight")[i] * (1 - 0.01 * 0.5)
                - 0.01 * Math.signum(slope.values("l1_weight")[i]);
        assertThat(session.weights().values("l1_weight")[i]).isCloseTo(expected, within(1e-5));
      }
    }
  }

  @Test
  void momentumAccumulates() throws IOException {
    Weights weights = Weights.scattered(POINTWISE, 6);
    try (TrainingSession session =
        TrainingSession.open(
            POINTWISE, weights, settings(Optimizer.sgd(0.5, 0), Loss.CROSS_ENTROPY))) {
      session.step(batch(1), 1e-4, 0);
      Weights first = session.weights();
      session.step(batch(1), 1e-4, 0);
      double step = first.values("l1_bias")[0] - weights.values("l1_bias")[0];
      double next = session.weights().values("l1_bias")[0] - first.values("l1_bias")[0];
      assertThat(next / step).isCloseTo(1.5, within(0.01));
    }
  }

  @Test
  void aLongGradientIsScaledToItsLimit() throws IOException {
    Weights weights = Weights.scattered(POINTWISE, 5);
    TrainingSession.Settings clipped =
        new TrainingSession.Settings(
            Normalization.UNIT, Optimizer.sgd(0, 0), Loss.CROSS_ENTROPY, 0.01, CPU);
    try (TrainingSession session = TrainingSession.open(POINTWISE, weights, clipped)) {
      session.step(batch(1), 1, 0);
      Weights after = session.weights();
      double squares = 0;
      for (String name : weights.names()) {
        for (int i = 0; i < weights.values(name).length; i++) {
          squares += Math.pow(after.values(name)[i] - weights.values(name)[i], 2);
        }
      }
      assertThat(Math.sqrt(squares)).isCloseTo(0.01, within(1e-5));
    }
  }

  @Test
  void dropoutFollowsItsSeed() throws IOException {
    Network.Builder net = Network.builder("Dropping", 3);
    net.convolution(net.dropout(net.convolution(net.input(), 8, 3, 1, 1), 0.5), 3, 1, 0, 1);
    Network network = net.build();
    TrainingSession.Settings settings = settings(Optimizer.sgd(0, 0), Loss.CROSS_ENTROPY);
    List<Double> losses = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      try (TrainingSession session =
          TrainingSession.open(network, Weights.initial(network, 1), settings)) {
        losses.add(session.step(batch(1), 0.1, seed));
      }
    }
    assertThat(losses.get(0)).isEqualTo(losses.get(1)).isNotEqualTo(losses.get(2));
  }

  @Test
  void aValidNetworkTrainsOnTheCentre() throws IOException {
    Network valid = new UNet(3, 3, 2, 4).valid();
    LabelledPatch patch = new LabelledPatch(32, 16);
    for (int i = 0; i < 256; i++) {
      patch.labels()[i] = (byte) (i % 3);
      patch.weights()[i] = 1;
    }
    TrainingSession.Settings settings = settings(Optimizer.adam(0), Loss.CROSS_ENTROPY);
    try (TrainingSession session =
        TrainingSession.open(valid, Weights.initial(valid, 1), settings)) {
      assertThat(session.step(List.of(patch, patch), 0.01, 0)).isPositive();
      assertThat(session.evaluate(List.of(patch, patch)).labels()).hasSize(512);
      assertThatThrownBy(() -> session.step(batch(0), 0.01, 0))
          .hasMessage(
              "ValidUNet puts out 16 px for patches of 32 px; a patch of 32 px has labels for 32"
                  + " px");
    }
  }

  @Test
  void aLossThatRunsAwayIsReported() throws IOException {
    TrainingSession.Settings wild =
        new TrainingSession.Settings(
            new Normalization(1e38, List.of(0.0, 0.0, 0.0), List.of(1e-9, 1e-9, 1e-9)),
            Optimizer.adam(0),
            Loss.CROSS_ENTROPY,
            Double.POSITIVE_INFINITY,
            CPU);
    try (TrainingSession session =
        TrainingSession.open(NETWORK, Weights.initial(NETWORK, 1), wild)) {
      assertThatThrownBy(() -> session.step(batch(0), 0.5, 0))
          .isInstanceOf(SegmentationException.class)
          .hasMessage(
              "the loss is NaN at a learning rate of 0.5; lower the rate, or limit the gradient");
    }
  }

  @Test
  void aStateOfAnotherOptimiserIsRefused() throws IOException {
    TrainingSession.Settings adam = settings(Optimizer.adam(0), Loss.CROSS_ENTROPY);
    try (TrainingSession session =
        TrainingSession.open(POINTWISE, Weights.initial(POINTWISE, 1), adam)) {
      OptimizerState other = new OptimizerState(3, List.of(Map.of("l1_bias", new float[3])));
      assertThatThrownBy(() -> session.resume(other))
          .hasMessage("the state is of another optimiser: it has 1 memories, not 2");
      OptimizerState foreign =
          new OptimizerState(3, List.of(Map.of("l1_bias", new float[4]), Map.of()));
      assertThatThrownBy(() -> session.resume(foreign))
          .hasMessage("the optimiser's state is of another network: tensor l1_bias");
    }
  }
}
