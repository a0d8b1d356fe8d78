package org.intarsia.classifier.learning;

/**
 * What was learned: an immutable record of numbers, safe from many threads.
 *
 * <p>Implementations are records whose components JSON can hold, and whose constructors refuse what
 * does not fit together: a model that was read from a file is as sound as one that was trained.
 */
public interface Model {
  /**
   * How probable each class is.
   *
   * @param row the numbers of one row, in the order of training; not changed
   * @return a new array with one number from 0 to 1 a class, of sum 1
   */
  double[] probabilities(double[] row);

  /** Whether rows of so many numbers can be asked. */
  boolean fits(int columns);

  /** The class that is called: the most probable one, the first of equals. */
  default int label(double[] row) {
    return Numbers.argMax(probabilities(row));
  }
}
