package org.intarsia.classifier.learning;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A classifier behind a preparation of the columns, so that nothing of a tested row can reach what
 * is learned: {@link #train} sees the training rows only, and the model holds all numbers.
 *
 * <p>Classes without a row are left out of the training and get probability 0.
 *
 * @param preparation of the columns
 * @param classifier that sees prepared columns
 */
public record PreparedClassifier(Preparation preparation, Classifier classifier)
    implements Classifier {
  /**
   * What was learned, and how rows are prepared.
   *
   * @param preparation fitted on the training rows
   * @param classes how many there are
   * @param present the classes that the inner model knows, ascending
   * @param model the inner one
   */
  public record Prepared(Preparation.Fitted preparation, int classes, int[] present, Model model)
      implements Model {
    /** Checks that the numbers fit together. */
    public Prepared {
      for (int label : present) {
        if (label < 0 || label >= classes) {
          throw new IllegalArgumentException(
              "class %d must be 0 to %d".formatted(label, classes - 1));
        }
      }
      int width = preparation.kept().length;
      if (!model.fits(width) || model.probabilities(new double[width]).length != present.length) {
        throw new IllegalArgumentException(
            "the model does not fit %d columns and %d classes".formatted(width, present.length));
      }
    }

    @Override
    public boolean fits(int columns) {
      return columns == preparation.width();
    }

    @Override
    public double[] probabilities(double[] row) {
      double[] known = {1};
      if (present.length > 1) {
        known = model.probabilities(preparation.apply(row));
      }
      double[] all = new double[classes];
      for (int i = 0; i < present.length; i++) {
        all[present[i]] = known[i];
      }
      return all;
    }
  }

  @Override
  public Prepared train(Samples samples, long seed) {
    int[] counts = samples.counts();
    int[] present = IntStream.range(0, counts.length).filter(label -> counts[label] > 0).toArray();
    int[] places = new int[counts.length];
    IntStream.range(0, present.length).forEach(place -> places[present[place]] = place);
    Samples known =
        samples.withLabels(
            Arrays.stream(samples.labels()).map(label -> places[label]).toArray(), present.length);
    Preparation.Fitted fitted = preparation.fit(known);
    Samples prepared = Preparation.applied(fitted, known);
    Model model = present.length == 1 ? new Sole() : classifier.train(prepared, seed);
    return new Prepared(fitted, counts.length, present, model);
  }

  /** The model where training knew one class. */
  public record Sole() implements Model {
    @Override
    public boolean fits(int columns) {
      return true;
    }

    @Override
    public double[] probabilities(double[] row) {
      return new double[] {1};
    }
  }
}
