package org.intarsia.classifier.learning.weak;

import java.util.Arrays;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/** Calls the commonest class whatever the row; what any other classifier must beat. */
public record Majority() implements Classifier {
  /**
   * Shares of the classes in training.
   *
   * @param shares one a class
   */
  public record Shares(double[] shares) implements Model {
    /** Checks the numbers. */
    public Shares {
      Numbers.check("shares", shares, shares.length);
    }

    @Override
    public boolean fits(int columns) {
      return true;
    }

    @Override
    public double[] probabilities(double[] row) {
      return shares.clone();
    }
  }

  @Override
  public Shares train(Samples samples, long seed) {
    return new Shares(
        Arrays.stream(samples.counts()).mapToDouble(n -> (double) n / samples.size()).toArray());
  }
}
