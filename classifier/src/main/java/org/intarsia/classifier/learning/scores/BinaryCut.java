package org.intarsia.classifier.learning.scores;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.intarsia.classifier.Confusion;
import org.intarsia.classifier.learning.protocol.Severity;

/**
 * A question of two that the classes answer.
 *
 * @param name what is asked, fit for a column
 * @param positive true classes of which the answer is yes
 * @param negative true classes of which the answer is no; others are not asked
 * @param called classes that count as yes when they are called
 */
public record BinaryCut(
    String name, Set<Integer> positive, Set<Integer> negative, Set<Integer> called) {
  /** Copies the sets. */
  public BinaryCut {
    positive = Set.copyOf(positive);
    negative = Set.copyOf(negative);
    called = Set.copyOf(called);
  }

  /**
   * The questions of a list of classes: for the four diagnoses of {@link Severity} whether
   * invasive, among the others whether atypia or DCIS, and among those whether DCIS; for other
   * classes whether the last, most severe one.
   */
  public static List<BinaryCut> of(List<String> classes) {
    List<BinaryCut> cuts = new ArrayList<>();
    Severity.of(classes)
        .ifPresentOrElse(
            s -> {
              Set<Integer> invasive = Set.of(s.invasive());
              cuts.add(
                  new BinaryCut(
                      "invasive", invasive, Set.of(s.benign(), s.atypia(), s.dcis()), invasive));
              cuts.add(
                  new BinaryCut(
                      "atypia_dcis",
                      Set.of(s.atypia(), s.dcis()),
                      Set.of(s.benign()),
                      Set.of(s.atypia(), s.dcis(), s.invasive())));
              cuts.add(
                  new BinaryCut(
                      "dcis",
                      Set.of(s.dcis()),
                      Set.of(s.atypia()),
                      Set.of(s.dcis(), s.invasive())));
            },
            () -> cuts.add(last(classes)));
    return cuts;
  }

  private static BinaryCut last(List<String> classes) {
    Set<Integer> negative = new HashSet<>();
    for (int label = 0; label < classes.size() - 1; label++) {
      negative.add(label);
    }
    Set<Integer> positive = Set.of(classes.size() - 1);
    return new BinaryCut("last_class", positive, negative, positive);
  }

  /** Part of the yes that is called yes; empty without a yes. */
  public OptionalDouble sensitivity(Confusion confusion) {
    return calledPart(confusion, positive);
  }

  /** Part of the no that is called no; empty without a no. */
  public OptionalDouble specificity(Confusion confusion) {
    OptionalDouble wrong = calledPart(confusion, negative);
    return wrong.isEmpty() ? wrong : OptionalDouble.of(1 - wrong.getAsDouble());
  }

  private OptionalDouble calledPart(Confusion confusion, Set<Integer> truths) {
    long all = 0;
    long yes = 0;
    for (int truth : truths) {
      all += confusion.trueCount(truth);
      for (int label : called) {
        yes += confusion.count(truth, label);
      }
    }
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) yes / all);
  }
}
