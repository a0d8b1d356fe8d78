package org.intarsia.classifier.learning.trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * A random forest (Breiman 2001): trees grown to the end on rows drawn with replacement, each
 * question chosen among the square root of the number of columns; probabilities are means of the
 * shares in the leaves.
 *
 * @param trees how many, at least 1
 */
public record RandomForest(int trees) implements Classifier {
  /** Checks the number. */
  public RandomForest {
    if (trees < 1) {
      throw new IllegalArgumentException("trees must be at least 1, not " + trees);
    }
  }

  @Override
  public Forest train(Samples samples, long seed) {
    SortedColumns sorted = SortedColumns.of(samples.rows());
    double[][] targets = indicators(samples);
    int columns = Math.max(1, (int) Math.sqrt(samples.columns()));
    TreeGrower.Limits limits = new TreeGrower.Limits(Integer.MAX_VALUE, columns);
    List<Tree> grown = new ArrayList<>();
    for (int tree = 0; tree < trees; tree++) {
      Random random = new Random(Numbers.seed(seed, tree));
      int[] weights = new int[samples.size()];
      for (int draw = 0; draw < weights.length; draw++) {
        weights[random.nextInt(weights.length)]++;
      }
      grown.add(TreeGrower.grow(sorted, targets, weights, limits, random));
    }
    return new Forest(samples.classes(), grown);
  }

  /** One number a class, 1 for the row's own. */
  static double[][] indicators(Samples samples) {
    return Arrays.stream(samples.labels())
        .mapToObj(
            label -> {
              double[] indicator = new double[samples.classes()];
              indicator[label] = 1;
              return indicator;
            })
        .toArray(double[][]::new);
  }
}
