package org.intarsia.classifier.learning;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import org.intarsia.classifier.learning.strong.MultiLayerPerceptron;
import org.intarsia.classifier.learning.strong.SupportVectorMachine;
import org.intarsia.classifier.learning.strong.SupportVectorMachine.Kernel;
import org.intarsia.classifier.learning.trees.DecisionTree;
import org.intarsia.classifier.learning.trees.GradientBoosting;
import org.intarsia.classifier.learning.trees.RandomForest;
import org.intarsia.classifier.learning.weak.GaussianBayes;
import org.intarsia.classifier.learning.weak.LinearDiscriminant;
import org.intarsia.classifier.learning.weak.LogisticRegression;
import org.intarsia.classifier.learning.weak.Majority;
import org.intarsia.classifier.learning.weak.NearestNeighbours;

/** The classifiers that are compared, by name. */
public final class ClassifierCatalogue {
  /** How much a classifier can fit. */
  public enum Strength {
    /** Few parameters, or the commonest class. */
    WEAK,
    /** Boundaries of any shape, or the published support vector machines. */
    STRONG
  }

  /**
   * A classifier of the catalogue.
   *
   * @param name in lower case with hyphens
   * @param strength weak or strong
   * @param classifier with its usual settings, for standardised columns
   * @param candidates other settings to choose from, the usual ones among them; one if there is
   *     nothing to choose
   */
  public record Entry(
      String name, Strength strength, Classifier classifier, List<Classifier> candidates) {}

  private static final double[] COSTS = {0.01, 0.1, 1, 10, 100};

  private static final List<Entry> ENTRIES =
      List.of(
          weak("majority", new Majority()),
          weak("decision-stump", new DecisionTree(1)),
          weak(
              "nearest-neighbours",
              new NearestNeighbours(5),
              new NearestNeighbours(1),
              new NearestNeighbours(3),
              new NearestNeighbours(5),
              new NearestNeighbours(9),
              new NearestNeighbours(15)),
          weak("gaussian-bayes", new GaussianBayes(1e-9)),
          weak(
              "linear-discriminant",
              new LinearDiscriminant(0.1),
              new LinearDiscriminant(0.01),
              new LinearDiscriminant(0.1),
              new LinearDiscriminant(0.5)),
          weak("logistic-regression", new LogisticRegression(1), costs(LogisticRegression::new)),
          machine("svm-linear", Kernel.LINEAR),
          machine("svm-polynomial", Kernel.CUBIC),
          machine("svm-rbf", Kernel.RADIAL),
          strong("random-forest", new RandomForest(100)),
          strong(
              "gradient-boosting",
              new GradientBoosting(100, 0.1, 3),
              new GradientBoosting(100, 0.1, 1),
              new GradientBoosting(100, 0.1, 3)),
          strong(
              "multi-layer-perceptron",
              new MultiLayerPerceptron(32, 1, 200),
              new MultiLayerPerceptron(32, 0.1, 200),
              new MultiLayerPerceptron(32, 1, 200),
              new MultiLayerPerceptron(32, 10, 200)));

  private ClassifierCatalogue() {}

  private static Classifier[] costs(DoubleFunction<Classifier> maker) {
    return DoubleStream.of(COSTS).mapToObj(maker).toArray(Classifier[]::new);
  }

  private static Entry weak(String name, Classifier usual, Classifier... candidates) {
    return new Entry(name, Strength.WEAK, usual, candidates(usual, candidates));
  }

  private static Entry strong(String name, Classifier usual, Classifier... candidates) {
    return new Entry(name, Strength.STRONG, usual, candidates(usual, candidates));
  }

  private static Entry machine(String name, Kernel kernel) {
    return strong(
        name,
        new SupportVectorMachine(kernel, 1),
        costs(cost -> new SupportVectorMachine(kernel, cost)));
  }

  private static List<Classifier> candidates(Classifier usual, Classifier... others) {
    return others.length == 0 ? List.of(usual) : List.of(others);
  }

  /** All of them, weak ones first. */
  public static List<Entry> entries() {
    return ENTRIES;
  }

  /** Their names in order. */
  public static List<String> names() {
    return ENTRIES.stream().map(Entry::name).toList();
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException naming all if there is none of this name
   */
  public static Entry named(String name) {
    return ENTRIES.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no classifier is called '%s'; there are %s".formatted(name, names())));
  }
}
