package org.intarsia.classifier.learning.strong;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.analysis.solvers.BisectionSolver;
import org.intarsia.classifier.learning.Numbers;

/** Slopes of logistic functions through the decision values of pairs of classes. */
final class PlattSlopes {
  private static final double FLATTEST = 1e-3;
  private static final double STEEPEST = 1e3;

  private record Value(double decision, boolean first) {}

  private final int classes;
  private final List<List<Value>> pairs = new ArrayList<>();

  PlattSlopes(int classes) {
    this.classes = classes;
    for (int pair = 0; pair < classes * (classes - 1) / 2; pair++) {
      pairs.add(new ArrayList<>());
    }
  }

  /** Adds what a machine said of a row that it was not trained on. */
  void add(double[] decisions, int label) {
    int pair = 0;
    for (int first = 0; first < classes; first++) {
      for (int second = first + 1; second < classes; second++, pair++) {
        if (label == first || label == second) {
          pairs.get(pair).add(new Value(decisions[pair], label == first));
        }
      }
    }
  }

  /** One slope a pair, 1 where nothing is known. */
  double[] fit() {
    double[] slopes = new double[pairs.size()];
    Arrays.setAll(slopes, pair -> fit(pairs.get(pair)));
    return slopes;
  }

  /**
   * Targets are drawn in from 0 and 1 as Platt does; the loss is convex, so its slope has one 0.
   */
  private static double fit(List<Value> values) {
    long firsts = values.stream().filter(Value::first).count();
    long seconds = values.size() - firsts;
    if (firsts == 0 || seconds == 0) {
      return 1;
    }
    double high = (firsts + 1.0) / (firsts + 2.0);
    double low = 1 / (seconds + 2.0);
    if (derivative(values, high, low, FLATTEST) >= 0) {
      return FLATTEST;
    }
    if (derivative(values, high, low, STEEPEST) <= 0) {
      return STEEPEST;
    }
    return new BisectionSolver(1e-9)
        .solve(200, slope -> derivative(values, high, low, slope), FLATTEST, STEEPEST);
  }

  private static double derivative(List<Value> values, double high, double low, double slope) {
    double sum = 0;
    for (Value value : values) {
      double target = value.first() ? high : low;
      sum += (Numbers.sigmoid(slope * value.decision()) - target) * value.decision();
    }
    return sum;
  }
}
