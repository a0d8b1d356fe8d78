package org.intarsia.pipeline.regress;

import java.util.Locale;

/**
 * One thing that was held against what is expected.
 *
 * @param name of the figure
 * @param value what it is
 * @param expected what it should be, or by what it is limited
 * @param verdict whether that is so
 */
public record Figure(String name, String value, String expected, Verdict verdict) {
  /** What a figure means for its case. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** Told, and not judged. */
    TOLD
  }

  static Figure equal(String name, String value, String expected) {
    return new Figure(
        name, value, expected, value.equals(expected) ? Verdict.PASSED : Verdict.FAILED);
  }

  static Figure atMost(String name, double value, double limit) {
    return new Figure(
        name,
        text(value),
        "at most " + text(limit),
        value <= limit ? Verdict.PASSED : Verdict.FAILED);
  }

  static Figure atLeast(String name, double value, double limit) {
    return new Figure(
        name,
        text(value),
        "at least " + text(limit),
        value >= limit ? Verdict.PASSED : Verdict.FAILED);
  }

  static Figure failed(String name, String value, String expected) {
    return new Figure(name, value, expected, Verdict.FAILED);
  }

  static Figure told(String name, String value, String expected) {
    return new Figure(name, value, expected, Verdict.TOLD);
  }

  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, Math.abs(value) < 0.001 ? "%.3g" : "%.5f", value);
  }

  boolean failed() {
    return verdict == Verdict.FAILED;
  }

  /** In a sentence, digests by their first digits. */
  String sentence() {
    return name
        + " is "
        + shortened(value)
        + (verdict == Verdict.TOLD ? ", " : ", expected ")
        + shortened(expected);
  }

  private static String shortened(String text) {
    return text.matches("[0-9a-f]{64}") ? text.substring(0, 12) + "..." : text;
  }
}
