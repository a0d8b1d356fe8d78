package org.intarsia.training;

import java.util.Arrays;
import org.intarsia.segmenter.LabelledPatch;

/**
 * 4-connected components of the pixels of equal label.
 *
 * @param count number of components
 * @param ids component of each pixel from 0 on, in the order of their first pixels; -1 for pixels
 *     of the background and for ignored ones
 */
record Components(int count, int[] ids) {
  /**
   * Finds the components.
   *
   * @param labels unsigned, row by row
   * @param width columns
   * @param background label that belongs to no component
   */
  static Components of(byte[] labels, int width, int background) {
    int[] parent = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      parent[i] = i;
      int label = labels[i] & 0xFF;
      if (label == background || label == LabelledPatch.IGNORED) {
        continue;
      }
      if (i % width > 0 && labels[i - 1] == labels[i]) {
        union(parent, i - 1, i);
      }
      if (i >= width && labels[i - width] == labels[i]) {
        union(parent, i - width, i);
      }
    }
    int[] ids = new int[labels.length];
    Arrays.fill(ids, -1);
    int count = 0;
    for (int i = 0; i < labels.length; i++) {
      int label = labels[i] & 0xFF;
      if (label == background || label == LabelledPatch.IGNORED) {
        continue;
      }
      int root = find(parent, i);
      if (ids[root] < 0) {
        ids[root] = count++;
      }
      ids[i] = ids[root];
    }
    return new Components(count, ids);
  }

  private static int find(int[] parent, int i) {
    int root = i;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  /** The root is the smallest index, so that ids follow the order of first pixels. */
  private static void union(int[] parent, int a, int b) {
    int first = find(parent, a);
    int second = find(parent, b);
    parent[Math.max(first, second)] = Math.min(first, second);
  }
}
