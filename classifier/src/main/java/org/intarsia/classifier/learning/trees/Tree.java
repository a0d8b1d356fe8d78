package org.intarsia.classifier.learning.trees;

import java.util.Arrays;
import org.intarsia.classifier.learning.Numbers;

/**
 * A binary tree of questions; node 0 is the root.
 *
 * @param columns the column that each node asks for, -1 for a leaf
 * @param thresholds values up to this go left; 0 for a leaf
 * @param left number of the left child, larger than the node's own; 0 for a leaf
 * @param right number of the right child, likewise
 * @param values what each leaf answers, all of one length; empty for other nodes
 */
public record Tree(int[] columns, double[] thresholds, int[] left, int[] right, double[][] values) {
  /**
   * Checks that the numbers are a tree.
   *
   * @throws IllegalArgumentException if lengths differ, or a child does not come after its parent
   */
  public Tree {
    int nodes = columns.length;
    Numbers.check("thresholds", thresholds, nodes);
    if (nodes == 0 || left.length != nodes || right.length != nodes || values.length != nodes) {
      throw new IllegalArgumentException("a tree must have at least one node, and all of each");
    }
    int outputs = -1;
    for (int node = 0; node < nodes; node++) {
      if (columns[node] >= 0) {
        if (left[node] <= node
            || right[node] <= node
            || Math.max(left[node], right[node]) >= nodes) {
          throw new IllegalArgumentException(
              "children %d and %d of node %d must be above it and below %d"
                  .formatted(left[node], right[node], node, nodes));
        }
      } else {
        outputs = outputs < 0 ? values[node].length : outputs;
        Numbers.check("values of node " + node, values[node], outputs);
      }
    }
  }

  /** The number of the leaf that a row comes to. */
  public int leaf(double[] row) {
    int node = 0;
    while (columns[node] >= 0) {
      node = row[columns[node]] <= thresholds[node] ? left[node] : right[node];
    }
    return node;
  }

  /** Whether no node asks for a column beyond so many. */
  boolean fits(int width) {
    return Arrays.stream(columns).allMatch(column -> column < width);
  }

  /** What the leaf of a row answers; the tree's own array. */
  double[] answer(double[] row) {
    return values[leaf(row)];
  }

  /** The same questions with other answers. */
  Tree withValues(double[][] others) {
    return new Tree(columns, thresholds, left, right, others);
  }
}
