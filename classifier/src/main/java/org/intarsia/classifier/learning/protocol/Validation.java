package org.intarsia.classifier.learning.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.GroupedFolds;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Numbers;
import org.intarsia.classifier.learning.Samples;

/**
 * A plan of cross-validation: every classifier is tried on the same divisions of the rows.
 *
 * <p>A part depends on the plan and its own numbers alone, so parts may be computed in any order
 * and by any number of threads.
 *
 * @param samples all rows
 * @param repeats one division each, at least one
 * @param seed of the classifiers
 */
public record Validation(Samples samples, List<GroupedFolds> repeats, long seed) {
  /** Checks that there is a division of these rows. */
  public Validation {
    repeats = List.copyOf(repeats);
    if (repeats.isEmpty()) {
      throw new IllegalArgumentException("repeats must be at least 1, not 0");
    }
    for (GroupedFolds folds : repeats) {
      if (folds.of().length != samples.size()) {
        throw new IllegalArgumentException(
            "folds of %d rows do not fit %d".formatted(folds.of().length, samples.size()));
      }
    }
  }

  /** Stratified folds grouped by case, each repeat divided anew. */
  public static Validation stratified(Samples samples, int folds, int repeats, long seed) {
    return new Validation(
        samples,
        IntStream.range(0, repeats)
            .mapToObj(r -> GroupedFolds.stratified(samples, folds, Numbers.seed(seed, r)))
            .toList(),
        seed);
  }

  /** Each case is tested by a model of all others. */
  public static Validation leaveOneGroupOut(Samples samples, long seed) {
    return new Validation(samples, List.of(GroupedFolds.leaveOneGroupOut(samples)), seed);
  }

  /**
   * One training and its test.
   *
   * @param repeat number of the division
   * @param fold number of the part that is tested
   */
  public record Part(int repeat, int fold) {}

  /** All of them in order. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int repeat = 0; repeat < repeats.size(); repeat++) {
      for (int fold = 0; fold < repeats.get(repeat).folds(); fold++) {
        parts.add(new Part(repeat, fold));
      }
    }
    return parts;
  }

  /** Trains on all rows but a part's, and predicts the part's rows in order. */
  public List<Prediction> predict(Classifier classifier, Part part) {
    GroupedFolds folds = repeats.get(part.repeat());
    Model model =
        classifier.train(
            samples.subset(folds.training(part.fold())),
            Numbers.seed(Numbers.seed(seed, part.repeat()), part.fold()));
    List<Prediction> predictions = new ArrayList<>();
    for (int row : folds.testing(part.fold())) {
      double[] values = samples.rows()[row];
      predictions.add(
          new Prediction(
              row, part.repeat(), part.fold(), model.label(values), model.probabilities(values)));
    }
    return predictions;
  }

  /** Every part, one after the other. */
  public List<Prediction> predict(Classifier classifier) {
    return parts().stream().flatMap(part -> predict(classifier, part).stream()).toList();
  }
}
