package org.intarsia.classifier.learning;

/**
 * A way to learn: the same samples and seed give the same model, bit for bit.
 *
 * <p>Holds settings only, nothing that was learned; immutable, safe from many threads.
 */
public interface Classifier {
  /**
   * Learns.
   *
   * @param samples borrowed for the call; every class that is to be learned has a row, unless the
   *     classifier says that it can do without
   * @param seed of everything that is random
   */
  Model train(Samples samples, long seed);
}
