package org.intarsia.classifier.learning.strong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;
import org.intarsia.classifier.learning.Blobs;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.strong.SupportVectorMachine.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrongClassifiersTest {
  private static final Map<Kernel, Integer> NUMBERS =
      Map.of(Kernel.LINEAR, 0, Kernel.CUBIC, 1, Kernel.RADIAL, 2);

  private static svm_node[] nodes(double[] row) {
    svm_node[] nodes = new svm_node[row.length];
    for (int i = 0; i < row.length; i++) {
      nodes[i] = new svm_node();
      nodes[i].index = i + 1;
      nodes[i].value = row[i];
    }
    return nodes;
  }

  private static svm_model libsvm(Samples samples, int kernel, double gamma) {
    svm_parameter parameters = new svm_parameter();
    parameters.kernel_type = kernel;
    parameters.degree = 3;
    parameters.gamma = gamma;
    parameters.C = 1;
    parameters.eps = 1e-3;
    parameters.cache_size = 10;
    parameters.shrinking = 1;
    svm_problem problem = new svm_problem();
    problem.l = samples.size();
    problem.x =
        Arrays.stream(samples.rows()).map(StrongClassifiersTest::nodes).toArray(svm_node[][]::new);
    problem.y = Arrays.stream(samples.labels()).asDoubleStream().toArray();
    svm.svm_set_print_string_function(text -> {});
    return svm.svm_train(problem, parameters);
  }

  /** Classes come in an order of their own, so that signs and places are tried. */
  @ParameterizedTest
  @EnumSource(Kernel.class)
  void decidesAsLibsvmDoes(Kernel kernel) {
    Samples blobs = Blobs.of(4, 120, 5, 1.5, 2);
    int[] shuffled = Arrays.stream(blobs.labels()).map(label -> (label * 3 + 2) % 4).toArray();
    Samples samples = blobs.withLabels(shuffled, 4);
    SupportVectors machine = new SupportVectorMachine(kernel, 1).train(samples, 1);
    svm_model model = libsvm(samples, NUMBERS.getOrDefault(kernel, -1), machine.shape().gamma());
    for (double[] row : Blobs.of(4, 40, 5, 1.5, 3).rows()) {
      double[] theirs = new double[6];
      svm.svm_predict_values(model, nodes(row), theirs);
      double[] ours = machine.decisions(row);
      int at = 0;
      for (int i = 0; i < 4; i++) {
        for (int j = i + 1; j < 4; j++, at++) {
          int a = model.label[i];
          int b = model.label[j];
          int low = Math.min(a, b);
          int pair = low * (7 - low) / 2 + Math.max(a, b) - low - 1;
          assertThat(a < b ? ours[pair] : -ours[pair]).isCloseTo(theirs[at], within(1e-9));
        }
      }
    }
  }

  /** Two points and the widest gap between them: w = 1, boundary at 1, by hand. */
  @Test
  void liesHalfWayBetweenTwoPoints() {
    Samples samples = new Samples(new double[][] {{0}, {2}}, new int[] {0, 1}, new int[] {0, 1}, 2);
    SupportVectors machine = new SupportVectorMachine(Kernel.LINEAR, 10).train(samples, 1);
    assertThat(machine.decisions(new double[] {1})[0]).isCloseTo(0, within(1e-9));
    assertThat(machine.decisions(new double[] {0})[0]).isCloseTo(1, within(1e-6));
    assertThat(machine.probabilities(new double[] {1})).containsExactly(0.5, 0.5);
  }

  /** A logistic truth of slope 2: what Platt's fit must find again. */
  @Test
  void findsTheSlopeOfALogisticTruth() {
    PlattSlopes slopes = new PlattSlopes(2);
    for (int i = -300; i <= 300; i++) {
      double decision = i / 100.0;
      int firsts = (int) Math.round(100 * Numbers.sigmoid(2 * decision));
      for (int n = 0; n < 100; n++) {
        slopes.add(new double[] {decision}, n < firsts ? 0 : 1);
      }
    }
    assertThat(slopes.fit()[0]).isCloseTo(2, within(0.02));
    assertThat(new PlattSlopes(3).fit()).containsExactly(1, 1, 1);
  }

  @ParameterizedTest(name = "{0} classes")
  @CsvSource({"2", "3"})
  void theNetworksGradientIsThatOfItsLoss(int classes) {
    Samples samples = Blobs.of(classes, 30, 4, 1, 7);
    MultiLayerPerceptron classifier = new MultiLayerPerceptron(5, 0.3, 1);
    double[] point = classifier.start(samples, 3);
    double[] gradient = new double[point.length];
    classifier.loss(samples, point, gradient);
    double[] ignored = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      double step = 1e-6;
      double[] more = point.clone();
      double[] less = point.clone();
      more[i] += step;
      less[i] -= step;
      double slope =
          (classifier.loss(samples, more, ignored) - classifier.loss(samples, less, ignored))
              / (2 * step);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6));
    }
  }

  /** What no linear classifier can: opposite corners. */
  @Test
  void learnsOppositeCorners() {
    Samples noise = Blobs.of(2, 300, 2, 0, 9);
    int[] corners =
        Arrays.stream(noise.rows()).mapToInt(row -> row[0] * row[1] > 0 ? 1 : 0).toArray();
    Samples samples = noise.withLabels(corners, 2);
    assertThat(Blobs.accuracy(new MultiLayerPerceptron(16, 0.1, 300).train(samples, 1), samples))
        .isGreaterThan(0.95);
    assertThat(
            Blobs.accuracy(new SupportVectorMachine(Kernel.RADIAL, 10).train(samples, 1), samples))
        .isGreaterThan(0.95);
  }
}
