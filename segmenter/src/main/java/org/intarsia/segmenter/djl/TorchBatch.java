package org.intarsia.segmenter.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.Normalization;

/**
 * A batch of labelled patches as tensors.
 *
 * @param pixels N x 3 x side x side, normalised
 * @param labels N x 1 x output x output, 64-bit integers; 0 where ignored
 * @param weights N x 1 x output x output; 0 where ignored
 * @param totalWeight sum of the weights
 */
record TorchBatch(NDArray pixels, NDArray labels, NDArray weights, double totalWeight) {
  static TorchBatch of(List<LabelledPatch> batch, Normalization normalization, NDManager manager) {
    int side = batch.get(0).side();
    int output = batch.get(0).outputSide();
    int area = output * output;
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(3 * side * side, batch.size()))
            .order(ByteOrder.nativeOrder());
    long[] labels = new long[area * batch.size()];
    float[] weights = new float[labels.length];
    double total = 0;
    for (int i = 0; i < batch.size(); i++) {
      LabelledPatch patch = batch.get(i);
      bytes.put(patch.rgb());
      for (int k = 0; k < area; k++) {
        int label = patch.labels()[k] & 0xFF;
        if (label != LabelledPatch.IGNORED) {
          labels[i * area + k] = label;
          weights[i * area + k] = patch.weights()[k];
          total += patch.weights()[k];
        }
      }
    }
    Shape shape = new Shape(batch.size(), 1, output, output);
    NDArray raw =
        manager.create(
            bytes.flip().slice().order(ByteOrder.nativeOrder()),
            new Shape(batch.size(), side, side, 3),
            DataType.UINT8);
    NDArray pixels = raw.transpose(0, 3, 1, 2).toType(DataType.FLOAT32, true);
    pixels
        .muli(normalization.scale())
        .subi(perChannel(normalization.mean(), manager))
        .divi(perChannel(normalization.std(), manager));
    return new TorchBatch(
        pixels, manager.create(labels, shape), manager.create(weights, shape), total);
  }

  private static NDArray perChannel(List<Double> values, NDManager manager) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    return manager.create(numbers, new Shape(1, 3, 1, 1)).toType(DataType.FLOAT32, false);
  }
}
