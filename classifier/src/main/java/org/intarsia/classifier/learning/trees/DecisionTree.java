package org.intarsia.classifier.learning.trees;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Samples;

/**
 * One tree by Gini impurity on all columns.
 *
 * @param depth of the deepest leaf; 1 is a decision stump
 */
public record DecisionTree(int depth) implements Classifier {
  /** Checks the number. */
  public DecisionTree {
    if (depth < 1) {
      throw new IllegalArgumentException("depth must be at least 1, not " + depth);
    }
  }

  @Override
  public Forest train(Samples samples, long seed) {
    int[] once = new int[samples.size()];
    Arrays.fill(once, 1);
    Tree tree =
        TreeGrower.grow(
            SortedColumns.of(samples.rows()),
            RandomForest.indicators(samples),
            once,
            new TreeGrower.Limits(depth, samples.columns()),
            new Random(seed));
    return new Forest(samples.classes(), List.of(tree));
  }
}
