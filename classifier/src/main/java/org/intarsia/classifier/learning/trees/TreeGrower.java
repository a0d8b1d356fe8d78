package org.intarsia.classifier.learning.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Grows one tree that explains targets by the columns: each question is the one that leaves the
 * least sum of squares (Breiman et al. 1984). With one indicator a class as targets that is the
 * Gini impurity.
 *
 * <p>Orders of rows are sorted once and divided with the nodes, so a level costs one pass.
 */
final class TreeGrower {
  /**
   * When to stop, and how many columns each question may choose from.
   *
   * @param depth of the deepest leaf
   * @param columns columns that vary in the node, drawn anew for each
   */
  record Limits(int depth, int columns) {}

  private record Split(int column, double threshold, double score) {}

  private record Node(int number, int from, int to, int depth) {}

  private final SortedColumns sorted;
  private final double[][] targets;
  private final int[] weights;
  private final Limits limits;
  private final Random random;
  private final int[][] order;
  private final int[] columns;
  private final boolean[] goesLeft;
  private final int[] spare;

  private final List<Integer> askedColumns = new ArrayList<>();
  private final List<Double> thresholds = new ArrayList<>();
  private final List<Integer> lefts = new ArrayList<>();
  private final List<Integer> rights = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();

  private TreeGrower(
      SortedColumns sorted, double[][] targets, int[] weights, Limits limits, Random random) {
    this.sorted = sorted;
    this.targets = targets;
    this.weights = weights;
    this.limits = limits;
    this.random = random;
    this.order = sorted.weighted(weights);
    this.columns = IntStream.range(0, sorted.columns()).toArray();
    this.goesLeft = new boolean[weights.length];
    this.spare = new int[order[0].length];
  }

  /**
   * A tree.
   *
   * @param targets what to explain, one array a row
   * @param weights how often each row counts, at least one above 0
   */
  static Tree grow(
      SortedColumns sorted, double[][] targets, int[] weights, Limits limits, Random random) {
    TreeGrower grower = new TreeGrower(sorted, targets, weights, limits, random);
    List<Node> open = new ArrayList<>();
    open.add(grower.node(0, grower.order[0].length, 0));
    while (!open.isEmpty()) {
      grower.divide(open.remove(open.size() - 1), open);
    }
    return new Tree(
        grower.askedColumns.stream().mapToInt(Integer::intValue).toArray(),
        grower.thresholds.stream().mapToDouble(Double::doubleValue).toArray(),
        grower.lefts.stream().mapToInt(Integer::intValue).toArray(),
        grower.rights.stream().mapToInt(Integer::intValue).toArray(),
        grower.values.toArray(double[][]::new));
  }

  private Node node(int from, int to, int depth) {
    askedColumns.add(-1);
    thresholds.add(0.0);
    lefts.add(0);
    rights.add(0);
    values.add(new double[0]);
    return new Node(values.size() - 1, from, to, depth);
  }

  private void divide(Node node, List<Node> open) {
    double[] sums = new double[targets[0].length];
    double weight = 0;
    double squares = 0;
    for (int i = node.from(); i < node.to(); i++) {
      int row = order[0][i];
      weight += weights[row];
      for (int o = 0; o < sums.length; o++) {
        sums[o] += weights[row] * targets[row][o];
        squares += weights[row] * targets[row][o] * targets[row][o];
      }
    }
    double whole = score(sums, weight);
    boolean ends = node.depth() >= limits.depth() || squares - whole <= 1e-12 * weight;
    Split split = ends ? new Split(-1, 0, whole) : best(node, sums, weight);
    if (split.column() < 0 || split.score() <= whole + 1e-12 * weight) {
      for (int o = 0; o < sums.length; o++) {
        sums[o] /= weight;
      }
      values.set(node.number(), sums);
      return;
    }
    int middle = partition(node, split);
    Node left = node(node.from(), middle, node.depth() + 1);
    Node right = node(middle, node.to(), node.depth() + 1);
    askedColumns.set(node.number(), split.column());
    thresholds.set(node.number(), split.threshold());
    lefts.set(node.number(), left.number());
    rights.set(node.number(), right.number());
    open.add(right);
    open.add(left);
  }

  private static double score(double[] sums, double weight) {
    double score = 0;
    for (double sum : sums) {
      score += sum * sum;
    }
    return score / weight;
  }

  private Split best(Node node, double[] sums, double weight) {
    Split best = new Split(-1, 0, Double.NEGATIVE_INFINITY);
    int looked = 0;
    for (int drawn = 0; drawn < columns.length && looked < limits.columns(); drawn++) {
      if (limits.columns() < columns.length) {
        int other = drawn + random.nextInt(columns.length - drawn);
        int swap = columns[drawn];
        columns[drawn] = columns[other];
        columns[other] = swap;
      }
      int[] rows = order[columns[drawn]];
      double first = sorted.values()[columns[drawn]][rows[node.from()]];
      double last = sorted.values()[columns[drawn]][rows[node.to() - 1]];
      if (first < last) {
        looked++;
        best = better(best, node, columns[drawn], new Total(sums, weight));
      }
    }
    return best;
  }

  private record Total(double[] sums, double weight) {}

  private Split better(Split best, Node node, int column, Total total) {
    int[] rows = order[column];
    double[] numbers = sorted.values()[column];
    double[] left = new double[total.sums().length];
    double weight = 0;
    Split found = best;
    for (int i = node.from(); i < node.to() - 1; i++) {
      int row = rows[i];
      weight += weights[row];
      for (int o = 0; o < left.length; o++) {
        left[o] += weights[row] * targets[row][o];
      }
      double here = numbers[row];
      double next = numbers[rows[i + 1]];
      if (here == next) {
        continue;
      }
      double leftScore = 0;
      double rightScore = 0;
      for (int o = 0; o < left.length; o++) {
        double right = total.sums()[o] - left[o];
        leftScore += left[o] * left[o];
        rightScore += right * right;
      }
      double score = leftScore / weight + rightScore / (total.weight() - weight);
      if (score > found.score()) {
        double middle = here + (next - here) / 2;
        found = new Split(column, middle < next ? middle : here, score);
      }
    }
    return found;
  }

  /** Divides the orders of all columns, keeping each; returns where the right part begins. */
  private int partition(Node node, Split split) {
    for (int i = node.from(); i < node.to(); i++) {
      int row = order[0][i];
      goesLeft[row] = sorted.values()[split.column()][row] <= split.threshold();
    }
    int middle = node.from();
    // leaves are summed in the first order: nobody looks at the others once the depth is reached
    int needed = node.depth() + 1 < limits.depth() ? order.length : 1;
    for (int[] rows : Arrays.asList(order).subList(0, needed)) {
      int left = node.from();
      int right = 0;
      for (int i = node.from(); i < node.to(); i++) {
        if (goesLeft[rows[i]]) {
          rows[left++] = rows[i];
        } else {
          spare[right++] = rows[i];
        }
      }
      System.arraycopy(spare, 0, rows, left, right);
      middle = left;
    }
    return middle;
  }
}
