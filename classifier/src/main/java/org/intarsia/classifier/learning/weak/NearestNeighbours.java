package org.intarsia.classifier.learning.weak;

import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * The votes of the nearest training rows by Euclidean distance; of equally far ones the earlier
 * counts.
 *
 * @param neighbours how many vote, at least 1; all where there are fewer
 */
public record NearestNeighbours(int neighbours) implements Classifier {
  /** Checks the number. */
  public NearestNeighbours {
    if (neighbours < 1) {
      throw new IllegalArgumentException("neighbours must be at least 1, not " + neighbours);
    }
  }

  /**
   * The training rows.
   *
   * @param neighbours how many vote
   * @param classes how many classes there are
   * @param rows of training
   * @param labels their classes
   */
  public record Remembered(int neighbours, int classes, double[][] rows, int[] labels)
      implements Model {
    /** Checks that the numbers fit together. */
    public Remembered {
      if (neighbours < 1 || rows.length == 0 || rows.length != labels.length) {
        throw new IllegalArgumentException(
            "%d neighbours do not fit %d rows and %d labels"
                .formatted(neighbours, rows.length, labels.length));
      }
      for (int row = 0; row < rows.length; row++) {
        Numbers.check("row " + row, rows[row], rows[0].length);
        if (labels[row] < 0 || labels[row] >= classes) {
          throw new IllegalArgumentException(
              "label %d must be 0 to %d".formatted(labels[row], classes - 1));
        }
      }
    }

    @Override
    public boolean fits(int columns) {
      return rows[0].length == columns;
    }

    @Override
    public double[] probabilities(double[] row) {
      int voters = Math.min(neighbours, rows.length);
      double[] nearest = new double[voters];
      int[] their = new int[voters];
      int known = 0;
      for (int other = 0; other < rows.length; other++) {
        double distance = Numbers.squaredDistance(row, rows[other]);
        if (known == voters && distance >= nearest[known - 1]) {
          continue;
        }
        int place = known < voters ? known++ : known - 1;
        for (; place > 0 && nearest[place - 1] > distance; place--) {
          nearest[place] = nearest[place - 1];
          their[place] = their[place - 1];
        }
        nearest[place] = distance;
        their[place] = labels[other];
      }
      double[] votes = new double[classes];
      for (int label : their) {
        votes[label]++;
      }
      for (int label = 0; label < classes; label++) {
        votes[label] /= voters;
      }
      return votes;
    }
  }

  @Override
  public Remembered train(Samples samples, long seed) {
    return new Remembered(neighbours, samples.classes(), samples.rows(), samples.labels());
  }
}
