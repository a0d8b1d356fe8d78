package org.intarsia.classifier.learning.protocol;

import java.util.Arrays;
import java.util.List;
import org.intarsia.classifier.Confusion;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.Model;
import org.intarsia.classifier.learning.Samples;

/**
 * A classifier that chooses its settings by a cross-validation inside its training rows: within
 * another cross-validation that makes the nested one.
 *
 * <p>The settings with the best balanced accuracy are trained on all rows, the first of equals.
 * With fewer than two cases nothing can be compared, and the first settings are taken.
 *
 * @param candidates at least one
 * @param folds of the inner cross-validation, at least 2; fewer where there are fewer cases
 */
public record TunedClassifier(List<Classifier> candidates, int folds) implements Classifier {
  /** Checks the settings. */
  public TunedClassifier {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty() || folds < 2) {
      throw new IllegalArgumentException(
          "%d candidates must be at least 1, %d folds at least 2"
              .formatted(candidates.size(), folds));
    }
  }

  @Override
  public Model train(Samples samples, long seed) {
    return choose(samples, seed).train(samples, seed);
  }

  /** The settings that are best on these rows. */
  public Classifier choose(Samples samples, long seed) {
    int parts = (int) Math.min(folds, Arrays.stream(samples.groups()).distinct().count());
    if (candidates.size() == 1 || parts < 2) {
      return candidates.get(0);
    }
    Validation inner = Validation.stratified(samples, parts, 1, seed);
    Classifier best = candidates.get(0);
    double most = -1;
    for (Classifier candidate : candidates) {
      double accuracy = balancedAccuracy(samples, inner.predict(candidate));
      if (accuracy > most) {
        most = accuracy;
        best = candidate;
      }
    }
    return best;
  }

  private static double balancedAccuracy(Samples samples, List<Prediction> predictions) {
    long[][] counts = new long[samples.classes()][samples.classes()];
    for (Prediction prediction : predictions) {
      counts[samples.labels()[prediction.row()]][prediction.label()]++;
    }
    return Confusion.of(counts).meanAccuracy().orElse(0);
  }
}
