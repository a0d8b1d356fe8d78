package org.intarsia.classifier.learning;

import java.util.Random;

/** Normal clouds, one a class, each row a case of its own. */
public final class Blobs {
  private Blobs() {}

  /** Centres lie {@code apart} from 0 along a column of each class's own. */
  public static Samples of(int classes, int rows, int columns, double apart, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[rows][columns];
    int[] labels = new int[rows];
    int[] groups = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % classes;
      groups[row] = row;
      for (int column = 0; column < columns; column++) {
        values[row][column] = random.nextGaussian() + (column == labels[row] ? apart : 0);
      }
    }
    return new Samples(values, labels, groups, classes);
  }

  public static double accuracy(Model model, Samples samples) {
    int right = 0;
    for (int row = 0; row < samples.size(); row++) {
      right += model.label(samples.rows()[row]) == samples.labels()[row] ? 1 : 0;
    }
    return (double) right / samples.size();
  }
}
