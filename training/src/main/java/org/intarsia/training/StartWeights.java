package org.intarsia.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Weights;

/**
 * Weights to begin with.
 *
 * @param weights the weights
 * @param fresh tensors that were drawn anew, because the checkpoint has none of their size
 */
public record StartWeights(Weights weights, List<String> fresh) {
  /** Copies the names. */
  public StartWeights {
    fresh = List.copyOf(fresh);
  }

  /** He initialisation. */
  public static StartWeights drawn(Network network, long seed) {
    Weights weights = Weights.initial(network, seed);
    return new StartWeights(weights, weights.names());
  }

  /**
   * The best weights in a checkpoint of an earlier training, for fine-tuning: tensors of the same
   * name and size are taken over, the others (the last layer, for other classes) drawn anew.
   *
   * @throws IllegalArgumentException if less than half of the tensors fit: another network
   */
  public static StartWeights fineTuned(Network network, Path checkpoint, long seed)
      throws IOException {
    Map<String, double[]> found = CheckpointFile.bestTensors(checkpoint);
    Weights drawn = Weights.initial(network, seed);
    Map<String, double[]> values = new LinkedHashMap<>();
    List<String> fresh = new ArrayList<>();
    for (String name : drawn.names()) {
      double[] initial = drawn.values(name);
      double[] old = found.get(name);
      if (old != null && old.length == initial.length) {
        values.put(name, old);
      } else {
        values.put(name, initial);
        fresh.add(name);
      }
    }
    if (2 * fresh.size() > drawn.names().size()) {
      throw new IllegalArgumentException(
          "%s: only %d of the %d tensors fit %s; it is a checkpoint of another network or width"
              .formatted(
                  checkpoint,
                  drawn.names().size() - fresh.size(),
                  drawn.names().size(),
                  network.name()));
    }
    return new StartWeights(Weights.of(network, values), fresh);
  }
}
