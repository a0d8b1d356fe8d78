package org.intarsia.classifier.learning.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which classes are the four diagnoses of breast biopsies.
 *
 * @param benign number of the class
 * @param atypia number of the class
 * @param dcis number of the class (ductal carcinoma in situ)
 * @param invasive number of the class
 */
public record Severity(int benign, int atypia, int dcis, int invasive) {
  /** The diagnoses, mildest first. */
  public static final List<String> NAMES = List.of("benign", "atypia", "dcis", "invasive");

  /** Finds the diagnoses by name, in any case of letters; empty if one of the four is missing. */
  public static Optional<Severity> of(List<String> classes) {
    List<String> lower = classes.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    int[] places = NAMES.stream().mapToInt(lower::indexOf).toArray();
    for (int place : places) {
      if (place < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(new Severity(places[0], places[1], places[2], places[3]));
  }
}
