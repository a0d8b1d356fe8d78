package org.intarsia.training;

import java.util.Optional;
import org.intarsia.classifier.Confusion;

/**
 * How training stands after a step.
 *
 * @param step steps made
 * @param learningRate rate of the last one
 * @param loss mean loss of the steps since the entry before
 * @param validation what the validation images say, if there are any
 * @param seconds time in training so far, over all its sessions
 * @param patchesPerSecond training patches a second since the entry before
 */
public record Metrics(
    long step,
    double learningRate,
    double loss,
    Optional<Validation> validation,
    double seconds,
    double patchesPerSecond) {
  /**
   * The network's answers on images that it does not learn from.
   *
   * @param loss mean loss of the patches
   * @param confusion of all their pixels
   */
  public record Validation(double loss, Confusion confusion) {}
}
