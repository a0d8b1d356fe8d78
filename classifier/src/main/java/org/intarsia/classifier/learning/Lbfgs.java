package org.intarsia.classifier.learning;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function by limited-memory BFGS (Liu and Nocedal 1989), ten pairs remembered,
 * with a weak Wolfe search along each line.
 *
 * <p>Commons Math has conjugate gradients only, which take tens of times more evaluations here.
 *
 * @param iterations at most that many
 * @param tolerance ends when no component of the gradient is larger
 */
public record Lbfgs(int iterations, double tolerance) {
  private static final int MEMORY = 10;
  private static final int LONGEST_SEARCH = 40;
  private static final double DECREASE = 1e-4;
  private static final double CURVATURE = 0.9;

  /** A function to minimise. */
  @FunctionalInterface
  public interface Objective {
    /** The value at a point; overwrites the gradient. */
    double evaluate(double[] point, double[] gradient);
  }

  private record Pair(double[] step, double[] change, double product) {}

  private record Point(double[] at, double value, double[] gradient) {
    static Point of(Objective objective, double[] at) {
      double[] gradient = new double[at.length];
      return new Point(at, objective.evaluate(at, gradient), gradient);
    }
  }

  /** The best point found from a start, which is not changed. */
  public double[] minimise(Objective objective, double[] start) {
    Point point = Point.of(objective, start.clone());
    Deque<Pair> memory = new ArrayDeque<>();
    for (int i = 0; i < iterations && greatest(point.gradient()) > tolerance; i++) {
      double[] direction = direction(point.gradient(), memory);
      if (Numbers.dot(direction, point.gradient()) >= 0) {
        memory.clear();
        direction = direction(point.gradient(), memory);
      }
      double first = memory.isEmpty() ? Math.min(1, 1 / sumOfSizes(point.gradient())) : 1;
      Point next = search(objective, point, direction, first);
      if (!(next.value() < point.value())) {
        break;
      }
      remember(memory, point, next);
      point = next;
    }
    return point.at();
  }

  private static double greatest(double[] values) {
    double greatest = 0;
    for (double value : values) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  private static double sumOfSizes(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static double[] along(double[] from, double[] direction, double step) {
    double[] to = from.clone();
    for (int i = 0; i < to.length; i++) {
      to[i] += step * direction[i];
    }
    return to;
  }

  /** Bisection to a step that descends enough and flattens the slope (Lewis and Overton 2013). */
  private static Point search(Objective objective, Point from, double[] direction, double first) {
    double slope = Numbers.dot(direction, from.gradient());
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double step = first;
    Point best = from;
    for (int i = 0; i < LONGEST_SEARCH; i++) {
      Point trial = Point.of(objective, along(from.at(), direction, step));
      if (trial.value() < best.value()) {
        best = trial;
      }
      if (!(trial.value() <= from.value() + DECREASE * step * slope)) {
        high = step;
      } else if (Numbers.dot(direction, trial.gradient()) < CURVATURE * slope) {
        low = step;
      } else {
        return trial;
      }
      step = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * step;
    }
    return best;
  }

  private static void remember(Deque<Pair> memory, Point before, Point after) {
    double[] step = along(after.at(), before.at(), -1);
    double[] change = along(after.gradient(), before.gradient(), -1);
    double product = Numbers.dot(step, change);
    if (product > 1e-12 * Numbers.dot(change, change)) {
      memory.addLast(new Pair(step, change, product));
      if (memory.size() > MEMORY) {
        memory.removeFirst();
      }
    }
  }

  /** The two loops of Nocedal (1980). */
  private static double[] direction(double[] gradient, Deque<Pair> memory) {
    double[] direction = along(new double[gradient.length], gradient, -1);
    double[] weights = new double[memory.size()];
    int at = memory.size();
    for (Iterator<Pair> newest = memory.descendingIterator(); newest.hasNext(); ) {
      Pair pair = newest.next();
      weights[--at] = Numbers.dot(pair.step(), direction) / pair.product();
      direction = along(direction, pair.change(), -weights[at]);
    }
    if (!memory.isEmpty()) {
      Pair last = memory.getLast();
      double scale = last.product() / Numbers.dot(last.change(), last.change());
      for (int i = 0; i < direction.length; i++) {
        direction[i] *= scale;
      }
    }
    for (Pair pair : memory) {
      double weight = Numbers.dot(pair.change(), direction) / pair.product();
      direction = along(direction, pair.step(), weights[at++] - weight);
    }
    return direction;
  }
}
