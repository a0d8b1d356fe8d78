package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.intarsia.segmenter.Loss;

/** The loss as a graph of differentiable operators. */
final class TorchLoss {
  private static final double SMALLEST_WEIGHT = 1e-9;

  private TorchLoss() {}

  /** A scalar; {@code scores} are N x classes x H x W. */
  static NDArray of(Loss loss, NDArray scores, TorchBatch batch) {
    NDArray logarithms = scores.logSoftmax(1);
    if (loss.dice() == 0) {
      return crossEntropy(logarithms, batch).mul(loss.crossEntropy());
    }
    NDArray dice = dice(logarithms.exp(), batch).mul(loss.dice());
    return loss.crossEntropy() == 0
        ? dice
        : crossEntropy(logarithms, batch).mul(loss.crossEntropy()).add(dice);
  }

  private static NDArray crossEntropy(NDArray logarithms, TorchBatch batch) {
    return logarithms
        .gather(batch.labels(), 1)
        .mul(batch.weights())
        .sum()
        .div(-Math.max(batch.totalWeight(), SMALLEST_WEIGHT));
  }

  private static NDArray dice(NDArray probabilities, TorchBatch batch) {
    int[] pixels = {0, 2, 3};
    int classes = (int) probabilities.getShape().get(1);
    NDArray counted = batch.weights().gt(0).toType(DataType.FLOAT32, false);
    NDArray truth =
        batch
            .labels()
            .squeeze(1)
            .oneHot(classes, DataType.FLOAT32)
            .transpose(0, 3, 1, 2)
            .mul(counted);
    NDArray predicted = probabilities.mul(counted);
    NDArray overlap = predicted.mul(truth).sum(pixels).mul(2).add(1);
    NDArray size = predicted.sum(pixels).add(truth.sum(pixels)).add(1);
    return overlap.div(size).mean().neg().add(1);
  }
}
