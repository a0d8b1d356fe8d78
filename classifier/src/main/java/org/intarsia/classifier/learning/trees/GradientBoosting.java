package org.intarsia.classifier.learning.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * Gradient boosting of the log-likelihood (Friedman 2001): each round adds small trees that explain
 * what is left, one for two classes and one a class for more; leaves take one Newton step.
 *
 * @param rounds how many, at least 1
 * @param rate part of each step that is taken, above 0, up to 1
 * @param depth of the trees, at least 1
 */
public record GradientBoosting(int rounds, double rate, int depth) implements Classifier {
  private static final double LEAST_CURVATURE = 1e-150;

  /** Checks the numbers. */
  public GradientBoosting {
    if (rounds < 1 || depth < 1 || !(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "rounds (%d) and depth (%d) must be at least 1, rate (%s) above 0 and up to 1"
              .formatted(rounds, depth, rate));
    }
  }

  /**
   * A start and the trees to add.
   *
   * @param start one logit for two classes, one a class for more
   * @param rate factor of every tree
   * @param rounds as many trees in each as there are logits
   */
  public record Boosted(double[] start, double rate, List<List<Tree>> rounds) implements Model {
    /** Checks that the numbers fit together. */
    public Boosted {
      rounds = rounds.stream().map(List::copyOf).toList();
      Numbers.check("start", start, start.length);
      for (List<Tree> round : rounds) {
        if (round.size() != start.length) {
          throw new IllegalArgumentException(
              "a round has %d trees, not %d".formatted(round.size(), start.length));
        }
      }
    }

    @Override
    public boolean fits(int columns) {
      return rounds.stream().allMatch(round -> round.stream().allMatch(tree -> tree.fits(columns)));
    }

    @Override
    public double[] probabilities(double[] row) {
      double[] logits = start.clone();
      for (List<Tree> round : rounds) {
        for (int vector = 0; vector < logits.length; vector++) {
          logits[vector] += rate * round.get(vector).answer(row)[0];
        }
      }
      return GradientBoosting.probabilities(logits);
    }
  }

  private static double[] probabilities(double[] logits) {
    if (logits.length > 1) {
      return Numbers.softmax(logits);
    }
    double second = Numbers.sigmoid(logits[0]);
    return new double[] {1 - second, second};
  }

  @Override
  public Boosted train(Samples samples, long seed) {
    SortedColumns sorted = SortedColumns.of(samples.rows());
    double[] start = start(samples);
    double[][] logits = new double[samples.size()][];
    Arrays.setAll(logits, row -> start.clone());
    int[] once = new int[samples.size()];
    Arrays.fill(once, 1);
    TreeGrower.Limits limits = new TreeGrower.Limits(depth, samples.columns());
    List<List<Tree>> grown = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double[][] shares = new double[samples.size()][];
      Arrays.setAll(shares, row -> probabilities(logits[row].clone()));
      List<Tree> trees = new ArrayList<>();
      for (int vector = 0; vector < start.length; vector++) {
        double[][] left = left(samples, shares, start.length == 1 ? 1 : vector);
        Tree questions = TreeGrower.grow(sorted, left, once, limits, new Random(seed));
        Tree tree = questions.withValues(steps(samples, questions, left, start.length));
        trees.add(tree);
        for (int row = 0; row < samples.size(); row++) {
          logits[row][vector] += rate * tree.answer(samples.rows()[row])[0];
        }
      }
      grown.add(trees);
    }
    return new Boosted(start, rate, grown);
  }

  private static double[] start(Samples samples) {
    double[] shares =
        Arrays.stream(samples.counts()).mapToDouble(n -> (double) n / samples.size()).toArray();
    return shares.length == 2
        ? new double[] {StrictMath.log(shares[1] / shares[0])}
        : Arrays.stream(shares).map(StrictMath::log).toArray();
  }

  private static double[][] left(Samples samples, double[][] shares, int label) {
    double[][] left = new double[samples.size()][1];
    for (int row = 0; row < left.length; row++) {
      left[row][0] = (samples.labels()[row] == label ? 1 : 0) - shares[row][label];
    }
    return left;
  }

  /** Newton steps; the curvature is p (1 - p), which is |r| (1 - |r|) as r is 1 - p or -p. */
  private static double[][] steps(Samples samples, Tree tree, double[][] left, int vectors) {
    double[] sums = new double[tree.columns().length];
    double[] curvatures = new double[sums.length];
    for (int row = 0; row < left.length; row++) {
      int leaf = tree.leaf(samples.rows()[row]);
      double residual = left[row][0];
      sums[leaf] += residual;
      curvatures[leaf] += Math.abs(residual) * (1 - Math.abs(residual));
    }
    double factor = vectors == 1 ? 1 : (vectors - 1.0) / vectors;
    double[][] values = new double[sums.length][];
    for (int node = 0; node < sums.length; node++) {
      double step = curvatures[node] < LEAST_CURVATURE ? 0 : factor * sums[node] / curvatures[node];
      values[node] = tree.columns()[node] < 0 ? new double[] {step} : new double[0];
    }
    return values;
  }
}
