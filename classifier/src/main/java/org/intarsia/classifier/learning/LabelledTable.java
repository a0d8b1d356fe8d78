package org.intarsia.classifier.learning;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Features with the class and the case of each row.
 *
 * <p>Rows of one case come from one patient: they are never divided between training and testing.
 *
 * @param features the numbers
 * @param cases the case of each row
 * @param classes names, mildest first
 * @param labels the class of each row, an index into {@code classes}; owned by the table
 */
public record LabelledTable(
    FeatureTable features, List<String> cases, List<String> classes, int[] labels) {
  /**
   * Checks that everything fits.
   *
   * @throws IllegalArgumentException if lengths differ, there are fewer than two classes, a class
   *     has no row, or a label is out of range
   */
  public LabelledTable {
    cases = List.copyOf(cases);
    classes = List.copyOf(classes);
    if (cases.size() != features.size() || labels.length != features.size()) {
      throw new IllegalArgumentException(
          "%d cases and %d labels do not fit %d rows"
              .formatted(cases.size(), labels.length, features.size()));
    }
    if (classes.size() < 2) {
      throw new IllegalArgumentException(
          "there must be at least two classes to learn, not " + classes);
    }
    int[] counts = new int[classes.size()];
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes.size()) {
        throw new IllegalArgumentException(
            "row '%s': label %d must be 0 to %d"
                .formatted(features.ids().get(row), labels[row], classes.size() - 1));
      }
      counts[labels[row]]++;
    }
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0) {
        throw new IllegalArgumentException(
            "class '%s' has no row; leave it out".formatted(classes.get(label)));
      }
    }
  }

  /**
   * Refuses a table of which a class stands on a single case: nothing would be left to test it on.
   *
   * @throws IllegalArgumentException naming the class, its case and the rows
   */
  public void requireTwoCasesAClass() {
    for (int label = 0; label < classes.size(); label++) {
      Set<String> own = new HashSet<>();
      List<String> rows = new ArrayList<>();
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] == label) {
          own.add(cases.get(row));
          rows.add(features.ids().get(row));
        }
      }
      if (own.size() == 1) {
        throw new IllegalArgumentException(
            "class '%s' has only one case, '%s' (rows %s); give it another, or leave it out"
                .formatted(classes.get(label), own.iterator().next(), rows));
      }
    }
  }

  /** The rows to learn from; shares the arrays of the features. */
  public Samples samples() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    int[] groups = new int[labels.length];
    for (int row = 0; row < groups.length; row++) {
      groups[row] = numbers.computeIfAbsent(cases.get(row), name -> numbers.size());
    }
    return new Samples(features.rows(), labels, groups, classes.size());
  }
}
