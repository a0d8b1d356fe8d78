package org.intarsia.classifier.learning.scores;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.classifier.Confusion;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.protocol.Prediction;

/**
 * The scores of one classifier's predictions, all repeats together.
 *
 * <p>In order: {@code accuracy}; {@code balanced_accuracy}, the mean of the classes' recalls;
 * {@code macro_f1}; {@code auc}, the mean over the classes of the area under the curve of each
 * against the rest; {@code brier}, half the sum over the classes of the squared distance of
 * probability and truth, from 0 to 1; {@code case_accuracy}, of cases whose class is the most
 * severe of their rows, true and called; then {@code sensitivity} and {@code specificity} of every
 * question.
 */
public final class PredictionScores {
  private final Samples samples;
  private final List<Prediction> predictions;
  private final List<BinaryCut> cuts;
  private final List<RankedScores> ranked;
  private final List<CaseCall> cases;
  private final int groups;

  private record CaseCall(int group, boolean right) {}

  private record Key(int group, int repeat) {}

  private PredictionScores(
      Samples samples, List<Prediction> predictions, List<BinaryCut> cuts, int groups) {
    this.samples = samples;
    this.predictions = List.copyOf(predictions);
    this.cuts = List.copyOf(cuts);
    this.groups = groups;
    this.ranked = new ArrayList<>();
    for (int label = 0; label < samples.classes(); label++) {
      ranked.add(ranked(label));
    }
    this.cases = caseCalls();
  }

  /**
   * Scores of predictions.
   *
   * @param samples whose groups are numbered from 0 without a gap
   * @param predictions at least one
   * @param cuts questions of two
   */
  public static PredictionScores of(
      Samples samples, List<Prediction> predictions, List<BinaryCut> cuts) {
    if (predictions.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one prediction to score");
    }
    int groups = Arrays.stream(samples.groups()).max().orElse(0) + 1;
    return new PredictionScores(samples, predictions, cuts, groups);
  }

  /** Who scores how high for one class against the rest. */
  public RankedScores ranked(int label) {
    double[] scores = new double[predictions.size()];
    boolean[] positive = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = predictions.get(i).probabilities()[label];
      positive[i] = truth(predictions.get(i)) == label;
    }
    return RankedScores.of(scores, positive);
  }

  private int truth(Prediction prediction) {
    return samples.labels()[prediction.row()];
  }

  private List<CaseCall> caseCalls() {
    Map<Key, int[]> worst = new LinkedHashMap<>();
    for (Prediction prediction : predictions) {
      Key key = new Key(samples.groups()[prediction.row()], prediction.repeat());
      int[] both = worst.computeIfAbsent(key, none -> new int[2]);
      both[0] = Math.max(both[0], truth(prediction));
      both[1] = Math.max(both[1], prediction.label());
    }
    return worst.entrySet().stream()
        .map(each -> new CaseCall(each.getKey().group(), each.getValue()[0] == each.getValue()[1]))
        .toList();
  }

  /** True against called classes of all predictions. */
  public Confusion confusion() {
    return confusion(once());
  }

  private int[] once() {
    int[] once = new int[groups];
    Arrays.fill(once, 1);
    return once;
  }

  private Confusion confusion(int[] times) {
    long[][] counts = new long[samples.classes()][samples.classes()];
    for (Prediction prediction : predictions) {
      counts[truth(prediction)][prediction.label()] += times[samples.groups()[prediction.row()]];
    }
    return Confusion.of(counts);
  }

  /** The scores by name, in order; empty where there is nothing to score. */
  public Map<String, OptionalDouble> values() {
    return values(once());
  }

  /** The scores with intervals over the cases. */
  public Map<String, Optional<BootstrapInterval>> intervals(Resampling plan) {
    List<String> names = List.copyOf(values().keySet());
    List<Optional<BootstrapInterval>> intervals =
        BootstrapInterval.ofDraws(groups, times -> List.copyOf(values(times).values()), plan);
    Map<String, Optional<BootstrapInterval>> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), intervals.get(i));
    }
    return named;
  }

  private Map<String, OptionalDouble> values(int[] times) {
    Confusion confusion = confusion(times);
    Map<String, OptionalDouble> values = new LinkedHashMap<>();
    values.put("accuracy", confusion.pixelAccuracy());
    values.put("balanced_accuracy", confusion.meanAccuracy());
    values.put("macro_f1", confusion.macroF1());
    int[] weights =
        predictions.stream().mapToInt(each -> times[samples.groups()[each.row()]]).toArray();
    values.put(
        "auc",
        ranked.stream()
            .map(each -> each.area(weights))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .average());
    values.put("brier", brier(weights));
    values.put("case_accuracy", caseAccuracy(times));
    for (BinaryCut cut : cuts) {
      values.put("sensitivity_" + cut.name(), cut.sensitivity(confusion));
      values.put("specificity_" + cut.name(), cut.specificity(confusion));
    }
    return values;
  }

  private OptionalDouble brier(int[] weights) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < weights.length; i++) {
      Prediction prediction = predictions.get(i);
      for (int label = 0; label < samples.classes(); label++) {
        double off = prediction.probabilities()[label] - (truth(prediction) == label ? 1 : 0);
        sum += weights[i] * off * off / 2;
      }
      all += weights[i];
    }
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / all);
  }

  private OptionalDouble caseAccuracy(int[] times) {
    double right = 0;
    double all = 0;
    for (CaseCall call : cases) {
      right += call.right() ? times[call.group()] : 0;
      all += times[call.group()];
    }
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(right / all);
  }
}
