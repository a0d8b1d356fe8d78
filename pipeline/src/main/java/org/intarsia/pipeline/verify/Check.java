package org.intarsia.pipeline.verify;

import java.util.Locale;

/**
 * One thing that was compared.
 *
 * @param subject the file, relative to the run's folder where it is in it, and what of it
 * @param outcome how it compared
 * @param detail expected and actual where they differ, otherwise empty
 */
public record Check(String subject, Outcome outcome, String detail) {
  /** How a comparison ended. */
  public enum Outcome {
    /** As the run left it. */
    OK,
    /** Something else than the run left. */
    CHANGED,
    /** Of the run's results, and gone. */
    MISSING,
    /** An input that is not where it was: it cannot be compared, and need not be there. */
    ELSEWHERE;

    /** The word for tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Check ok(String subject) {
    return new Check(subject, Outcome.OK, "");
  }

  static Check missing(String subject) {
    return new Check(subject, Outcome.MISSING, "no such file");
  }

  static Check elsewhere(String subject) {
    return new Check(subject, Outcome.ELSEWHERE, "not compared: no such file");
  }

  static Check changed(String subject, String expected, String actual) {
    return new Check(subject, Outcome.CHANGED, "expected " + expected + ", is " + actual);
  }

  static Check compared(String subject, String expected, String actual) {
    return expected.equals(actual) ? ok(subject) : changed(subject, expected, actual);
  }

  /** Whether the results are not what the run left. */
  public boolean differs() {
    return outcome == Outcome.CHANGED || outcome == Outcome.MISSING;
  }
}
