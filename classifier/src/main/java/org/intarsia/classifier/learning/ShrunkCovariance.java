package org.intarsia.classifier.learning;

/**
 * Covariance of columns (divided by the number of rows), drawn towards {@code trace/columns} times
 * the unit matrix; the unit matrix itself if no column varies.
 *
 * @param shrinkage how far, from 0, not at all, to 1, wholly
 */
public record ShrunkCovariance(double shrinkage) {
  /** Checks the number. */
  public ShrunkCovariance {
    if (!(shrinkage >= 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be 0 to 1, not " + shrinkage);
    }
  }

  /** A new symmetric matrix of rows from which their mean has been taken. */
  public double[][] of(double[][] centred) {
    int columns = centred[0].length;
    double[][] covariance = new double[columns][columns];
    for (double[] off : centred) {
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j <= i; j++) {
          covariance[i][j] += off[i] * off[j] / centred.length;
        }
      }
    }
    double trace = 0;
    for (int i = 0; i < columns; i++) {
      trace += covariance[i][i];
    }
    if (trace == 0) {
      for (int i = 0; i < columns; i++) {
        covariance[i][i] = 1;
      }
      return covariance;
    }
    for (int i = 0; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        covariance[i][j] *= 1 - shrinkage;
        covariance[j][i] = covariance[i][j];
      }
      covariance[i][i] = (1 - shrinkage) * covariance[i][i] + shrinkage * trace / columns;
    }
    return covariance;
  }
}
