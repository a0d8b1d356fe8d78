package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a network for inference: each batch normalisation that directly follows a convolution,
 * transposed or not, becomes part of its weights and bias, and dropout goes.
 */
record BatchNormFolding(Network network, Weights weights) {
  static BatchNormFolding fold(Network network, Weights weights) {
    List<Network.Node> nodes = network.nodes();
    List<Network.Node> folded = new ArrayList<>();
    Map<String, double[]> values = new HashMap<>();
    int[] moved = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      Network.Node node = nodes.get(i);
      int first = node.inputs().isEmpty() ? 0 : node.inputs().get(0);
      if (node.layer() instanceof Layer.Dropout) {
        moved[i] = moved[first];
        continue;
      }
      if (node.layer() instanceof WeightedLayer.BatchNorm
          && isConvolution(nodes.get(first).layer())
          && network.uses(first) == 1) {
        int target = moved[first];
        double[][] merged = merge(nodes, first, i, weights);
        values.put("l" + target + "_weight", merged[0]);
        values.put("l" + target + "_bias", merged[1]);
        Layer biased = biased(nodes.get(first).layer());
        folded.set(target, new Network.Node(biased, folded.get(target).inputs()));
        moved[i] = target;
        continue;
      }
      moved[i] = folded.size();
      for (Layer.Tensor tensor : node.layer().tensors()) {
        values.put(Weights.name(moved[i], tensor), weights.values(Weights.name(i, tensor)));
      }
      folded.add(
          new Network.Node(node.layer(), node.inputs().stream().map(k -> moved[k]).toList()));
    }
    Network inference = Network.of(network.name(), folded, network.classes());
    return new BatchNormFolding(inference, Weights.of(inference, values));
  }

  private static boolean isConvolution(Layer layer) {
    return layer instanceof WeightedLayer.Convolution
        || layer instanceof WeightedLayer.UpConvolution;
  }

  private static Layer biased(Layer layer) {
    return layer instanceof WeightedLayer.Convolution c
        ? new WeightedLayer.Convolution(
            c.in(), c.out(), c.kernel(), c.stride(), c.padding(), c.dilation(), true)
        : layer;
  }

  /** Weight and bias with the normalisation in them. */
  private static double[][] merge(List<Network.Node> nodes, int conv, int norm, Weights weights) {
    WeightedLayer.BatchNorm batchNorm = (WeightedLayer.BatchNorm) nodes.get(norm).layer();
    Layer layer = nodes.get(conv).layer();
    int out = batchNorm.channels();
    double[] weight = weights.values("l" + conv + "_weight");
    boolean biased = !(layer instanceof WeightedLayer.Convolution c) || c.biased();
    double[] bias = biased ? weights.values("l" + conv + "_bias") : new double[out];
    double[] gain = weights.values("l" + norm + "_weight");
    double[] shift = weights.values("l" + norm + "_bias");
    double[] mean = weights.values("l" + norm + "_running_mean");
    double[] variance = weights.values("l" + norm + "_running_var");
    double[] factor = new double[out];
    for (int c = 0; c < out; c++) {
      factor[c] = gain[c] / Math.sqrt(variance[c] + batchNorm.epsilon());
      bias[c] = (bias[c] - mean[c]) * factor[c] + shift[c];
    }
    // A convolution's weight is out x in x kernel, a transposed one's in x out x kernel.
    int block =
        layer instanceof WeightedLayer.UpConvolution up
            ? up.kernel() * up.kernel()
            : weight.length / out;
    for (int i = 0; i < weight.length; i++) {
      weight[i] *= factor[i / block % out];
    }
    return new double[][] {weight, bias};
  }
}
