package org.intarsia.pipeline.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.intarsia.classifier.AdaptedRandError;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.classifier.Confusion;

/**
 * The scores of a set of masks with intervals over the masks.
 *
 * @param images how many masks
 * @param confusion of all pixels
 * @param classes scores of each class, in the order of the labels
 * @param overall scores of all classes by name, in a fixed order
 */
public record EvaluationScores(
    int images,
    Confusion confusion,
    List<ClassScore> classes,
    Map<String, Optional<BootstrapInterval>> overall) {
  /** The name of the score of components. */
  public static final String ADAPTED_RAND_ERROR = "adapted_rand_error";

  /**
   * The scores of a class.
   *
   * @param name of the class
   * @param truePixels pixels that truly have it
   * @param scores IoU, F1, precision and recall by name
   */
  public record ClassScore(
      String name, long truePixels, Map<String, Optional<BootstrapInterval>> scores) {}

  /** Scores of one class of a confusion, by name, in a fixed order. */
  static Map<String, Function<Confusion, OptionalDouble>> ofClass(int label) {
    Map<String, Function<Confusion, OptionalDouble>> statistics = new LinkedHashMap<>();
    statistics.put("iou", confusion -> confusion.iou(label));
    statistics.put("f1", confusion -> confusion.f1(label));
    statistics.put("precision", confusion -> confusion.precision(label));
    statistics.put("recall", confusion -> confusion.recall(label));
    return statistics;
  }

  /** Scores of all classes of a confusion, by name, in a fixed order. */
  static Map<String, Function<Confusion, OptionalDouble>> ofAll() {
    Map<String, Function<Confusion, OptionalDouble>> statistics = new LinkedHashMap<>();
    statistics.put("mean_iou", Confusion::meanIou);
    statistics.put("frequency_weighted_iou", Confusion::frequencyWeightedIou);
    statistics.put("pixel_accuracy", Confusion::pixelAccuracy);
    statistics.put("mean_accuracy", Confusion::meanAccuracy);
    statistics.put("macro_f1", Confusion::macroF1);
    statistics.put("majority_accuracy", Confusion::majorityAccuracy);
    return statistics;
  }

  static EvaluationScores of(Evaluation evaluation, Resampling plan) {
    List<Confusion> images = evaluation.pairs().stream().map(PairScore::confusion).toList();
    Confusion sum = images.stream().reduce(Confusion::plus).orElseThrow();
    List<Function<Confusion, OptionalDouble>> statistics = new ArrayList<>();
    for (int label = 0; label < sum.classes(); label++) {
      statistics.addAll(ofClass(label).values());
    }
    statistics.addAll(ofAll().values());
    List<Optional<BootstrapInterval>> values =
        BootstrapInterval.of(images, Confusion::plus, statistics, plan);
    int at = 0;
    List<ClassScore> classes = new ArrayList<>();
    for (int label = 0; label < sum.classes(); label++) {
      Map<String, Optional<BootstrapInterval>> scores = new LinkedHashMap<>();
      for (String name : ofClass(label).keySet()) {
        scores.put(name, values.get(at++));
      }
      classes.add(new ClassScore(evaluation.classes().name(label), sum.trueCount(label), scores));
    }
    Map<String, Optional<BootstrapInterval>> overall = new LinkedHashMap<>();
    for (String name : ofAll().keySet()) {
      overall.put(name, values.get(at++));
    }
    if (evaluation.instances().isPresent()) {
      overall.put(ADAPTED_RAND_ERROR, components(evaluation, plan));
    }
    return new EvaluationScores(images.size(), sum, classes, overall);
  }

  private static Optional<BootstrapInterval> components(Evaluation evaluation, Resampling plan) {
    List<AdaptedRandError> images =
        evaluation.pairs().stream().flatMap(pair -> pair.components().stream()).toList();
    return BootstrapInterval.of(
            images, AdaptedRandError::plus, List.of(AdaptedRandError::error), plan)
        .get(0);
  }
}
