package org.intarsia.pipeline.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.intarsia.classifier.learning.ClassifierCatalogue.Strength;
import org.intarsia.classifier.learning.protocol.Prediction;
import org.intarsia.classifier.learning.protocol.Validation;
import org.intarsia.classifier.learning.scores.PairedTests;

/**
 * A weak classifier against a strong one.
 *
 * @param weak name
 * @param strong name
 * @param difference accuracy of the strong one less that of the weak one, of all repeats
 * @param weakOnly rows of the first repeat of which only the weak one is right
 * @param strongOnly of which only the strong one is right
 * @param mcNemar p of McNemar's test on those
 * @param mcNemarHolm adjusted for all pairs
 * @param correctedT p of the corrected resampled t test on the folds' accuracies
 * @param correctedTHolm adjusted for all pairs
 */
public record PairTest(
    String weak,
    String strong,
    double difference,
    int weakOnly,
    int strongOnly,
    double mcNemar,
    double mcNemarHolm,
    double correctedT,
    double correctedTHolm) {

  static List<PairTest> weakAgainstStrong(Validation plan, List<Comparison.Result> results) {
    List<PairTest> raw = new ArrayList<>();
    for (Comparison.Result weak : results) {
      for (Comparison.Result strong : results) {
        if (weak.entry().strength() == Strength.WEAK
            && strong.entry().strength() == Strength.STRONG) {
          raw.add(test(plan, weak, strong));
        }
      }
    }
    double[] mcNemar = adjusted(raw, PairTest::mcNemar);
    double[] corrected = adjusted(raw, PairTest::correctedT);
    List<PairTest> tests = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      tests.add(raw.get(i).adjusted(mcNemar[i], corrected[i]));
    }
    return tests;
  }

  private static double[] adjusted(List<PairTest> tests, ToDoubleFunction<PairTest> value) {
    return PairedTests.holm(tests.stream().mapToDouble(value).toArray());
  }

  private PairTest adjusted(double byMcNemar, double byCorrectedT) {
    return new PairTest(
        weak,
        strong,
        difference,
        weakOnly,
        strongOnly,
        mcNemar,
        byMcNemar,
        correctedT,
        byCorrectedT);
  }

  private static PairTest test(Validation plan, Comparison.Result weak, Comparison.Result strong) {
    int[] labels = plan.samples().labels();
    int weakOnly = 0;
    int strongOnly = 0;
    for (int i = 0; i < labels.length; i++) { // the first repeat comes first, in the same order
      boolean weakRight = isRight(weak.predictions().get(i), labels);
      boolean strongRight = isRight(strong.predictions().get(i), labels);
      weakOnly += weakRight && !strongRight ? 1 : 0;
      strongOnly += strongRight && !weakRight ? 1 : 0;
    }
    double[] ofWeak = accuracies(plan, weak.predictions());
    double[] ofStrong = accuracies(plan, strong.predictions());
    double[] differences = new double[ofWeak.length];
    Arrays.setAll(differences, fold -> ofStrong[fold] - ofWeak[fold]);
    double meanFolds = (double) ofWeak.length / plan.repeats().size();
    return new PairTest(
        weak.entry().name(),
        strong.entry().name(),
        strong.value("accuracy") - weak.value("accuracy"),
        weakOnly,
        strongOnly,
        PairedTests.mcNemar(weakOnly, strongOnly),
        1,
        PairedTests.correctedResampledT(differences, 1 / (meanFolds - 1)),
        1);
  }

  private static boolean isRight(Prediction prediction, int[] labels) {
    return prediction.label() == labels[prediction.row()];
  }

  private static double[] accuracies(Validation plan, List<Prediction> predictions) {
    List<Validation.Part> parts = plan.parts();
    double[] right = new double[parts.size()];
    int[] all = new int[right.length];
    int at = 0;
    for (Prediction prediction : predictions) {
      while (!parts.get(at).equals(new Validation.Part(prediction.repeat(), prediction.fold()))) {
        at++;
      }
      right[at] += isRight(prediction, plan.samples().labels()) ? 1 : 0;
      all[at]++;
    }
    Arrays.setAll(right, part -> right[part] / all[part]);
    return right;
  }
}
