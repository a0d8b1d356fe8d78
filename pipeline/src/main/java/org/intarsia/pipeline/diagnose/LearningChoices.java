package org.intarsia.pipeline.diagnose;

import java.util.List;
import java.util.OptionalInt;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.Preparation;
import org.intarsia.classifier.learning.PreparedClassifier;
import org.intarsia.classifier.learning.protocol.BalancedClassifier;
import org.intarsia.classifier.learning.protocol.Cascade;
import org.intarsia.classifier.learning.protocol.Severity;
import org.intarsia.classifier.learning.protocol.TunedClassifier;
import org.intarsia.pipeline.batch.UsageException;

/**
 * How a classifier of the catalogue is made ready for a table.
 *
 * @param protocol one decision or three
 * @param settings the usual ones, or chosen inside the training rows
 * @param balance the training rows as they are, or as many of each class
 * @param columns how many are selected, all if empty
 */
public record LearningChoices(
    Protocol protocol, Settings settings, Balance balance, OptionalInt columns) {
  private static final int INNER_FOLDS = 5;

  /** How the classes are told apart. */
  public enum Protocol {
    /** All at once. */
    FLAT,
    /** Invasive or not; benign or not; DCIS or atypia. */
    CASCADE
  }

  /** Where settings come from. */
  public enum Settings {
    /** Those of the catalogue. */
    USUAL,
    /** The best of the catalogue's in a cross-validation of the training rows. */
    TUNED
  }

  /** Which of the training rows are learned from. */
  public enum Balance {
    /** Each once. */
    AS_THEY_ARE,
    /** As many of each class, drawn with replacement. */
    EVEN
  }

  /**
   * A classifier that prepares columns, chooses settings and decides as asked.
   *
   * @param classes of the table
   * @throws UsageException if the cascade is asked for other classes than its four
   */
  public Classifier classifier(ClassifierCatalogue.Entry entry, List<String> classes) {
    Preparation preparation =
        columns.isPresent() ? new Preparation(columns.getAsInt()) : Preparation.ALL_COLUMNS;
    List<Classifier> candidates =
        settings == Settings.TUNED ? entry.candidates() : List.of(entry.classifier());
    List<Classifier> prepared =
        candidates.stream()
            .<Classifier>map(each -> new PreparedClassifier(preparation, each))
            .<Classifier>map(each -> balance == Balance.EVEN ? new BalancedClassifier(each) : each)
            .toList();
    Classifier single =
        prepared.size() == 1 ? prepared.get(0) : new TunedClassifier(prepared, INNER_FOLDS);
    if (protocol == Protocol.FLAT) {
      return single;
    }
    Severity severity =
        Severity.of(classes)
            .filter(found -> classes.size() == Severity.NAMES.size())
            .orElseThrow(
                () ->
                    new UsageException(
                        "--protocol cascade needs the classes %s, not %s; take --protocol flat"
                            .formatted(Severity.NAMES, classes)));
    return new Cascade(single, severity);
  }
}
