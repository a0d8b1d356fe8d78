package org.intarsia.classifier.learning.trees;

import java.util.List;
import org.intarsia.classifier.learning.Model;

/**
 * The mean of what trees answer.
 *
 * @param classes how many numbers each leaf holds
 * @param trees at least one
 */
public record Forest(int classes, List<Tree> trees) implements Model {
  /** Checks that every leaf has one number a class. */
  public Forest {
    trees = List.copyOf(trees);
    if (trees.isEmpty()) {
      throw new IllegalArgumentException("a forest needs at least one tree");
    }
    for (Tree tree : trees) {
      for (int node = 0; node < tree.columns().length; node++) {
        if (tree.columns()[node] < 0 && tree.values()[node].length != classes) {
          throw new IllegalArgumentException(
              "a leaf has %d numbers, not %d".formatted(tree.values()[node].length, classes));
        }
      }
    }
  }

  @Override
  public boolean fits(int columns) {
    return trees.stream().allMatch(tree -> tree.fits(columns));
  }

  @Override
  public double[] probabilities(double[] row) {
    double[] mean = new double[classes];
    for (Tree tree : trees) {
      double[] answer = tree.answer(row);
      for (int label = 0; label < classes; label++) {
        mean[label] += answer[label];
      }
    }
    for (int label = 0; label < classes; label++) {
      mean[label] = Math.min(1, mean[label] / trees.size());
    }
    return mean;
  }
}
