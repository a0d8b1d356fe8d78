package org.intarsia.training;

import java.util.List;
import java.util.Optional;
import org.intarsia.segmenter.OptimizerState;
import org.intarsia.segmenter.Weights;

/**
 * Everything that training needs to go on as if it had never stopped.
 *
 * @param plan digest of the plan that it belongs to
 * @param step steps made
 * @param lossSum sum of the losses since the last entry of the history
 * @param seconds time in training so far
 * @param weights after the last step
 * @param optimizer its memories
 * @param best the best weights on the validation images so far
 * @param history entries so far
 */
record Checkpoint(
    String plan,
    long step,
    double lossSum,
    double seconds,
    Weights weights,
    OptimizerState optimizer,
    Optional<Best> best,
    List<Metrics> history) {
  /** Weights with the step after which they were found and their mean IoU. */
  record Best(long step, double meanIou, Weights weights) {}

  Checkpoint {
    history = List.copyOf(history);
  }
}
