package org.intarsia.segmenter;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a network: its parameters and running statistics by name. Immutable.
 *
 * <p>A tensor's name is that of its attribute in the archive, such as {@code l3_weight}: layer 3 of
 * the graph, counted from the input.
 */
public final class Weights {
  private final Map<String, double[]> tensors;

  private Weights(Map<String, double[]> tensors) {
    this.tensors = tensors;
  }

  /**
   * He initialisation: normal with standard deviation {@code sqrt(2 / fan-in)}, biases 0, gains 1
   * (He et al. 2015). The same numbers for the same seed on every machine.
   */
  public static Weights initial(Network network, long seed) {
    return drawn(network, seed, 0);
  }

  /**
   * He initialisation with random biases, gains and running statistics: what a network may look
   * like after training. For tests in which identity normalisation would hide faults.
   */
  public static Weights scattered(Network network, long seed) {
    return drawn(network, seed, 0.25);
  }

  private static Weights drawn(Network network, long seed, double spread) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      Random random = new Random(seed * 1_000_003 + i);
      for (Layer.Tensor tensor : network.nodes().get(i).layer().tensors()) {
        double deviation =
            tensor.role() == Layer.Role.WEIGHT ? Math.sqrt(2.0 / tensor.fanIn()) : spread;
        boolean aroundOne =
            tensor.role() == Layer.Role.GAIN || tensor.role() == Layer.Role.RUNNING_VARIANCE;
        double[] values = new double[tensor.size()];
        for (int k = 0; k < values.length; k++) {
          double drawn = deviation * random.nextGaussian();
          values[k] = aroundOne ? Math.exp(drawn) : drawn;
        }
        tensors.put(name(i, tensor), values);
      }
    }
    return new Weights(tensors);
  }

  /**
   * Weights from elsewhere, such as training.
   *
   * @throws IllegalArgumentException if a tensor is missing or has another size
   */
  public static Weights of(Network network, Map<String, double[]> values) {
    Map<String, double[]> tensors = new LinkedHashMap<>();
    for (int i = 0; i < network.nodes().size(); i++) {
      for (Layer.Tensor tensor : network.nodes().get(i).layer().tensors()) {
        String name = name(i, tensor);
        double[] given = values.get(name);
        if (given == null || given.length != tensor.size()) {
          throw new IllegalArgumentException(
              "%s needs tensor %s with %d numbers, found %s"
                  .formatted(
                      network.name(),
                      name,
                      tensor.size(),
                      given == null ? "none" : String.valueOf(given.length)));
        }
        tensors.put(name, given.clone());
      }
    }
    return new Weights(tensors);
  }

  /** As {@link #of(Network, Map)}, with all running statistics in one vector beside the rest. */
  static Weights of(
      Network network, Map<String, double[]> parameters, Supplier<double[]> statistics) {
    Map<String, double[]> values = new LinkedHashMap<>(parameters);
    double @Nullable [] vector = null;
    int position = 0;
    for (int i = 0; i < network.nodes().size(); i++) {
      for (Layer.Tensor tensor : network.nodes().get(i).layer().tensors()) {
        if (!tensor.role().isTrained()) {
          vector = vector == null ? statistics.get() : vector;
          values.put(
              name(i, tensor), Arrays.copyOfRange(vector, position, position + tensor.size()));
          position += tensor.size();
        }
      }
    }
    return of(network, values);
  }

  static String name(int layer, Layer.Tensor tensor) {
    return "l" + layer + "_" + tensor.suffix();
  }

  /** Names of all tensors, in the order of the layers. */
  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /**
   * A copy of a tensor's numbers, row by row.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  public double[] values(String name) {
    double[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException("no tensor is called " + name);
    }
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights weights
        && tensors.keySet().equals(weights.tensors.keySet())
        && tensors.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), weights.values(e.getKey())));
  }

  @Override
  public int hashCode() {
    return tensors.values().stream().mapToInt(Arrays::hashCode).sum();
  }
}
