package org.intarsia.classifier.learning.weak;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.ShrunkCovariance;

/**
 * Linear discriminant analysis: normal distributions with one covariance for all classes.
 *
 * <p>The covariance within classes (divided by the number of rows) is drawn towards {@code
 * trace/columns} times the unit matrix.
 *
 * @param shrinkage how far, from 0, not at all, to 1, wholly
 */
public record LinearDiscriminant(double shrinkage) implements Classifier {
  private static final double LEAST_PIVOT = 1e-10;

  /** Checks the number. */
  public LinearDiscriminant {
    if (!(shrinkage >= 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException("shrinkage must be 0 to 1, not " + shrinkage);
    }
  }

  /**
   * Learns.
   *
   * @throws IllegalArgumentException if the covariance cannot be inverted
   */
  @Override
  public LinearModel train(Samples samples, long seed) {
    Moments moments = Moments.of(samples);
    DecompositionSolver solver = solver(covariance(samples, moments.means()));
    double[][] weights = new double[samples.classes()][];
    double[] biases = new double[samples.classes()];
    for (int label = 0; label < biases.length; label++) {
      double[] mean = moments.means()[label];
      weights[label] = solver.solve(new ArrayRealVector(mean, false)).toArray();
      biases[label] =
          StrictMath.log((double) moments.counts()[label] / samples.size())
              - Numbers.dot(weights[label], mean) / 2;
    }
    return new LinearModel(weights, biases);
  }

  private DecompositionSolver solver(RealMatrix covariance) {
    try {
      return new CholeskyDecomposition(
              covariance,
              CholeskyDecomposition.DEFAULT_RELATIVE_SYMMETRY_THRESHOLD,
              LEAST_PIVOT * (1e-300 + covariance.getTrace() / covariance.getColumnDimension()))
          .getSolver();
    } catch (NonPositiveDefiniteMatrixException e) {
      throw new IllegalArgumentException(
          "columns depend on each other, so their covariance has no inverse; a shrinkage above "
              + shrinkage
              + " helps",
          e);
    }
  }

  private RealMatrix covariance(Samples samples, double[][] means) {
    double[][] centred = new double[samples.size()][samples.columns()];
    for (int row = 0; row < centred.length; row++) {
      for (int column = 0; column < samples.columns(); column++) {
        centred[row][column] = samples.rows()[row][column] - means[samples.labels()[row]][column];
      }
    }
    return new Array2DRowRealMatrix(new ShrunkCovariance(shrinkage).of(centred), false);
  }
}
