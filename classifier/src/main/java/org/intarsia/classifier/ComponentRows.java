package org.intarsia.classifier;

import java.util.Arrays;

/**
 * Numbers the 4-connected components of a class while the rows of a mask arrive.
 *
 * <p>One pass (Rosenfeld and Pfaltz 1966): a pixel takes the number of its upper or left neighbour,
 * and where both have one, the two numbers are joined in a union-find forest. Numbers of rows are
 * provisional; {@link #root} tells, after the last row, which of them are one component. Memory is
 * one row and one {@code int} for each provisional number. Not thread-safe.
 */
public final class ComponentRows {
  private final int label;
  private final int[] row;
  private int[] parents = new int[64];
  private int numbers;

  /**
   * For a mask of a width.
   *
   * @param width columns, at least 1
   * @param label the class whose components are numbered, 0 to 255
   */
  public ComponentRows(int width, int label) {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1 px, not " + width);
    }
    if (label < 0 || label > 255) {
      throw new IllegalArgumentException("label must be 0 to 255, not " + label);
    }
    this.row = new int[width];
    this.label = label;
  }

  /**
   * The components of a whole mask: 0 where the class is not, otherwise 1, 2, ... in the order of
   * their first pixels.
   *
   * @param labels {@code width * height} labels, row by row
   * @param width columns
   * @param label the class whose components are numbered
   */
  public static int[] label(byte[] labels, int width, int label) {
    if (width < 1 || labels.length % width != 0) {
      throw new IllegalArgumentException(
          "%d labels are no rows of %d px".formatted(labels.length, width));
    }
    ComponentRows rows = new ComponentRows(width, label);
    int[] components = new int[labels.length];
    for (int from = 0; from < labels.length; from += width) {
      System.arraycopy(rows.next(labels, from), 0, components, from, width);
    }
    int[] numbers = new int[rows.numbers + 1];
    int count = 0;
    for (int i = 0; i < components.length; i++) {
      int root = rows.root(components[i]);
      if (root > 0 && numbers[root] == 0) {
        numbers[root] = ++count;
      }
      components[i] = numbers[root];
    }
    return components;
  }

  /**
   * Takes the next row.
   *
   * @param labels holds the row from {@code from} on
   * @return provisional numbers of its pixels, 0 where the class is not; borrowed until the next
   *     row
   */
  public int[] next(byte[] labels, int from) {
    int left = 0;
    for (int x = 0; x < row.length; x++) {
      int up = row[x];
      int number = 0;
      if ((labels[from + x] & 0xFF) == label) {
        number = up == 0 ? left : up;
        if (number == 0) {
          number = add();
        } else if (left != 0 && left != number) {
          join(left, number);
        }
      }
      row[x] = number;
      left = number;
    }
    return row;
  }

  private int add() {
    numbers++;
    if (numbers == parents.length) {
      parents = Arrays.copyOf(parents, Math.multiplyExact(2, parents.length));
    }
    parents[numbers] = numbers;
    return numbers;
  }

  private void join(int a, int b) {
    int rootA = root(a);
    int rootB = root(b);
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** The number that stands for the whole component of a provisional number; 0 for 0. */
  public int root(int number) {
    int at = number;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
