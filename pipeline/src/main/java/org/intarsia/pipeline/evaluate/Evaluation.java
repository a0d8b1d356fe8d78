package org.intarsia.pipeline.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.tiler.LabelKey;

/**
 * What was counted in all pairs of masks.
 *
 * @param classes names and colours of the classes
 * @param instances label of the class whose components were compared, if any
 * @param pairs what was counted, in the order of the names
 * @param failures pairs that could not be compared, and masks without a partner
 * @param notes what a reader of the scores should know
 */
public record Evaluation(
    LabelKey classes,
    OptionalInt instances,
    List<PairScore> pairs,
    List<PairFailure> failures,
    List<String> notes) {
  /**
   * How masks are to be understood.
   *
   * @param table classes of masks that do not state them, if they are not to be discovered
   * @param ignored grey value or label of true pixels that do not count
   * @param instances name or label of the class whose components are compared
   */
  public record Choices(
      Optional<LabelKey> table, OptionalInt ignored, Optional<String> instances) {}

  /** Copies the lists. */
  public Evaluation {
    pairs = List.copyOf(pairs);
    failures = List.copyOf(failures);
    notes = List.copyOf(notes);
  }

  /**
   * Compares every pair; one that cannot be compared is a failure and does not count.
   *
   * @throws UsageException if the classes cannot be made out
   */
  public static Evaluation of(MaskPairs masks, Choices choices) throws InterruptedException {
    List<PairFailure> failures = new ArrayList<>(masks.unpaired());
    MaskKeys keys = new MaskKeys(choices.table(), choices.ignored());
    List<MaskPair> readable = new ArrayList<>();
    for (MaskPair pair : masks.pairs()) {
      try {
        keys.look(pair);
        readable.add(pair);
      } catch (IOException e) {
        failures.add(new PairFailure(pair.name(), String.valueOf(e.getMessage())));
      }
    }
    if (readable.isEmpty()) {
      return new Evaluation(keys.classes(), OptionalInt.empty(), List.of(), failures, List.of());
    }
    keys.decide();
    OptionalInt instances = OptionalInt.empty();
    if (choices.instances().isPresent()) {
      instances = OptionalInt.of(label(keys.classes(), choices.instances().get()));
    }
    List<String> notes = new ArrayList<>(keys.notes());
    PairCounter counter = new PairCounter(keys, instances, notes::add);
    List<PairScore> scores = new ArrayList<>();
    for (MaskPair pair : readable) {
      try {
        scores.add(counter.count(pair));
      } catch (IOException e) {
        failures.add(new PairFailure(pair.name(), String.valueOf(e.getMessage())));
      }
    }
    return new Evaluation(keys.classes(), instances, scores, failures, notes);
  }

  private static int label(LabelKey classes, String wanted) {
    List<String> names = new ArrayList<>();
    for (int label = 0; label < classes.classes(); label++) {
      if (classes.name(label).equalsIgnoreCase(wanted) || Integer.toString(label).equals(wanted)) {
        return label;
      }
      names.add(classes.name(label));
    }
    throw new UsageException(
        "--instances must be a class or its label, not '%s'; the classes are %s"
            .formatted(wanted, String.join(", ", names)));
  }

  /** The scores of all pairs together; there must be at least one. */
  public EvaluationScores scores(Resampling plan) {
    return EvaluationScores.of(this, plan);
  }
}
