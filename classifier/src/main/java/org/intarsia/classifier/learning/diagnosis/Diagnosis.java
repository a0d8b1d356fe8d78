package org.intarsia.classifier.learning.diagnosis;

/** What a classifier says of a slide or region; for research use only. */
public sealed interface Diagnosis {
  /** How probable each class is, if asked all the same; owned by the diagnosis. */
  double[] probabilities();

  /**
   * A class is called.
   *
   * @param label its number
   * @param probabilities one a class
   */
  record Call(int label, double[] probabilities) implements Diagnosis {}

  /**
   * No class is called.
   *
   * @param reason why not
   * @param detail the number that decided, and its limit
   * @param probabilities one a class
   */
  record Abstention(Reason reason, String detail, double[] probabilities) implements Diagnosis {}

  /** Why no class is called. */
  enum Reason {
    /** There is less tissue than was asked for. */
    TOO_LITTLE_TISSUE,
    /** The numbers are unlike those of training. */
    UNLIKE_TRAINING,
    /** No class is probable enough. */
    LOW_CONFIDENCE
  }
}
