package org.intarsia.classifier.learning.strong;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.GroupedFolds;
import org.intarsia.classifier.learning.Samples;

/**
 * A support vector machine, solved by libsvm (Chang and Lin 2011); more than two classes one
 * against one.
 *
 * <p>Probabilities are a logistic function of the decision values. Its slope is fitted on decision
 * values of rows that the machine was not trained on (Platt 1999), its offset is 0: so the more
 * probable of two classes is always that on whose side of the boundary a row lies. Pairs are
 * coupled as in Wu, Lin and Weng (2004).
 *
 * @param kernel with its settings
 * @param cost of rows on the wrong side, above 0
 */
public record SupportVectorMachine(Kernel kernel, double cost) implements Classifier {
  private static final int CALIBRATION_FOLDS = 3;
  private static final double TOLERANCE = 1e-3;
  private static final double CACHE_MEGABYTES = 64;

  /** Checks the number. */
  public SupportVectorMachine {
    if (!(cost > 0 && cost < 1e12)) {
      throw new IllegalArgumentException("cost must be above 0 and below 1e12, not " + cost);
    }
  }

  /** Kernels; gamma is 1 / (columns x variance of all numbers). */
  public enum Kernel {
    /** {@code <x, y>}. */
    LINEAR,
    /** {@code (gamma <x, y>)^3}. */
    CUBIC,
    /** {@code exp(-gamma |x - y|^2)}. */
    RADIAL
  }

  @Override
  public SupportVectors train(Samples samples, long seed) {
    SupportVectors machine = machine(samples);
    int folds = Math.min(CALIBRATION_FOLDS, groups(samples));
    return folds < 2 ? machine : machine.withSlopes(slopes(samples, folds, seed));
  }

  private static int groups(Samples samples) {
    Set<Integer> groups = new HashSet<>();
    Arrays.stream(samples.groups()).forEach(groups::add);
    return groups.size();
  }

  private double[] slopes(Samples samples, int folds, long seed) {
    GroupedFolds parts = GroupedFolds.stratified(samples, folds, seed);
    PlattSlopes slopes = new PlattSlopes(samples.classes());
    for (int fold = 0; fold < folds; fold++) {
      Samples part = samples.subset(parts.training(fold));
      if (Arrays.stream(part.counts()).anyMatch(count -> count == 0)) {
        continue; // a class would be unknown: the other folds have to do
      }
      SupportVectors machine = machine(part);
      for (int row : parts.testing(fold)) {
        slopes.add(machine.decisions(samples.rows()[row]), samples.labels()[row]);
      }
    }
    return slopes.fit();
  }

  private SupportVectors machine(Samples samples) {
    double gamma = 1 / (samples.columns() * variance(samples.rows()));
    svm_problem problem = new svm_problem();
    problem.l = samples.size();
    problem.x =
        Arrays.stream(samples.rows()).map(SupportVectorMachine::nodes).toArray(svm_node[][]::new);
    problem.y = Arrays.stream(samples.labels()).asDoubleStream().toArray();
    svm.svm_set_print_string_function(text -> {});
    svm_model model = svm.svm_train(problem, parameters(gamma));
    return SupportVectors.of(model, new SupportVectors.Shape(kernel, gamma, samples.columns()));
  }

  private svm_parameter parameters(double gamma) {
    svm_parameter parameters = new svm_parameter();
    parameters.svm_type = svm_parameter.C_SVC;
    parameters.kernel_type =
        switch (kernel) {
          case LINEAR -> svm_parameter.LINEAR;
          case CUBIC -> svm_parameter.POLY;
          case RADIAL -> svm_parameter.RBF;
        };
    parameters.degree = SupportVectors.DEGREE;
    parameters.gamma = gamma;
    parameters.coef0 = 0;
    parameters.C = cost;
    parameters.eps = TOLERANCE;
    parameters.cache_size = CACHE_MEGABYTES;
    parameters.shrinking = 1;
    parameters.nr_weight = 0;
    parameters.weight_label = new int[0];
    parameters.weight = new double[0];
    return parameters;
  }

  private static svm_node[] nodes(double[] row) {
    svm_node[] nodes = new svm_node[row.length];
    for (int column = 0; column < row.length; column++) {
      nodes[column] = new svm_node();
      nodes[column].index = column + 1;
      nodes[column].value = row[column];
    }
    return nodes;
  }

  private static double variance(double[][] rows) {
    double mean = 0;
    double count = (double) rows.length * rows[0].length;
    for (double[] row : rows) {
      for (double value : row) {
        mean += value / count;
      }
    }
    double variance = 0;
    for (double[] row : rows) {
      for (double value : row) {
        variance += (value - mean) * (value - mean) / count;
      }
    }
    return variance > 0 ? variance : 1;
  }
}
