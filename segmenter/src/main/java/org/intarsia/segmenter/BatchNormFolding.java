package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a network for inference: each batch normalisation that directly follows a convolution
 * becomes part of its weights and bias, and dropout goes.
 */
record BatchNormFolding(Network network, Weights weights) {
  static BatchNormFolding fold(Network network, Weights weights) {
    List<Network.Node> nodes = network.nodes();
    int[] uses = new int[nodes.size()];
    nodes.forEach(node -> node.inputs().forEach(i -> uses[i]++));
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
          && nodes.get(first).layer() instanceof WeightedLayer.Convolution convolution
          && uses[first] == 1) {
        int target = moved[first];
        double[][] merged = merge(convolution, first, i, weights);
        values.put("l" + target + "_weight", merged[0]);
        values.put("l" + target + "_bias", merged[1]);
        folded.set(target, new Network.Node(biased(convolution), folded.get(target).inputs()));
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

  private static WeightedLayer.Convolution biased(WeightedLayer.Convolution c) {
    return new WeightedLayer.Convolution(
        c.in(), c.out(), c.kernel(), c.stride(), c.padding(), c.dilation(), true);
  }

  private static double[][] merge(
      WeightedLayer.Convolution convolution, int conv, int norm, Weights weights) {
    double[] weight = weights.values("l" + conv + "_weight");
    double[] bias =
        convolution.biased() ? weights.values("l" + conv + "_bias") : new double[convolution.out()];
    double[] gain = weights.values("l" + norm + "_weight");
    double[] shift = weights.values("l" + norm + "_bias");
    double[] mean = weights.values("l" + norm + "_running_mean");
    double[] variance = weights.values("l" + norm + "_running_var");
    int perChannel = weight.length / convolution.out();
    for (int c = 0; c < convolution.out(); c++) {
      double factor = gain[c] / Math.sqrt(variance[c] + WeightedLayer.BatchNorm.EPSILON);
      for (int k = 0; k < perChannel; k++) {
        weight[c * perChannel + k] *= factor;
      }
      bias[c] = (bias[c] - mean[c]) * factor + shift[c];
    }
    return new double[][] {weight, bias};
  }
}
