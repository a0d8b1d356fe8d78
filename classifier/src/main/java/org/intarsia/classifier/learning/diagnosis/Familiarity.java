package org.intarsia.classifier.learning.diagnosis;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.intarsia.classifier.learning.GroupedFolds;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.ShrunkCovariance;

/**
 * How far a row lies from those of training: Mahalanobis' distance of standardised columns, with a
 * covariance drawn a tenth towards the unit matrix.
 *
 * <p>The limit is a quantile of the distances of training rows from all rows of other cases: of
 * rows that the covariance was fitted on, distances would be too small.
 *
 * @param preparation standardises the columns
 * @param precision inverse of the covariance, one row a column
 * @param limit largest distance that counts as familiar
 */
public record Familiarity(Preparation.Fitted preparation, double[][] precision, double limit) {
  private static final double SHRINKAGE = 0.1;
  private static final int FOLDS = 5;

  /** Checks that the numbers fit together. */
  public Familiarity {
    Numbers.check("limit", new double[] {limit}, 1);
    if (precision.length != preparation.kept().length) {
      throw new IllegalArgumentException(
          "%d rows of precision do not fit %d columns"
              .formatted(precision.length, preparation.kept().length));
    }
    for (double[] row : precision) {
      Numbers.check("precision", row, precision.length);
    }
  }

  /**
   * Fits distance and limit.
   *
   * @param samples of at least two cases
   * @param quantile part of the training rows that is to count as familiar, above 0, up to 1
   */
  public static Familiarity of(Samples samples, double quantile, long seed) {
    if (!(quantile > 0 && quantile <= 1)) {
      throw new IllegalArgumentException("quantile must be above 0 and up to 1, not " + quantile);
    }
    int cases = (int) Arrays.stream(samples.groups()).distinct().count();
    GroupedFolds folds = GroupedFolds.stratified(samples, Math.min(FOLDS, cases), seed);
    double[] distances = new double[samples.size()];
    for (int fold = 0; fold < folds.folds(); fold++) {
      Familiarity others = fit(samples.subset(folds.training(fold)));
      for (int row : folds.testing(fold)) {
        distances[row] = others.distance(samples.rows()[row]);
      }
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    Familiarity all = fit(samples);
    return new Familiarity(
        all.preparation(), all.precision(), percentile.evaluate(distances, 100 * quantile));
  }

  private static Familiarity fit(Samples samples) {
    Preparation.Fitted fitted = Preparation.ALL_COLUMNS.fit(samples);
    double[][] rows = Arrays.stream(samples.rows()).map(fitted::apply).toArray(double[][]::new);
    double[][] covariance = new ShrunkCovariance(SHRINKAGE).of(rows);
    try {
      return new Familiarity(
          fitted,
          new CholeskyDecomposition(new Array2DRowRealMatrix(covariance, false))
              .getSolver()
              .getInverse()
              .getData(),
          0);
    } catch (SingularMatrixException e) {
      throw new IllegalStateException("a shrunk covariance has an inverse", e);
    }
  }

  /** Mahalanobis' distance of a row. */
  public double distance(double[] row) {
    double[] off = preparation.apply(row);
    double sum = 0;
    for (int i = 0; i < off.length; i++) {
      sum += off[i] * Numbers.dot(precision[i], off);
    }
    return Math.sqrt(Math.max(0, sum));
  }
}
