package org.intarsia.segmenter;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an optimiser remembers between steps, to go on exactly where it stopped.
 *
 * @param steps steps made so far
 * @param memories velocity of SGD; means of gradient and squared gradient of Adam; each by the name
 *     of the tensor, in 32 bits
 */
public record OptimizerState(long steps, List<Map<String, float[]>> memories) {
  /** Copies the list; the arrays are shared and must not change any more. */
  public OptimizerState {
    memories = memories.stream().map(Map::copyOf).toList();
  }

  /** Before the first step. */
  public static OptimizerState fresh() {
    return new OptimizerState(0, List.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptimizerState state
        && steps == state.steps
        && memories.size() == state.memories.size()
        && IntStream.range(0, memories.size())
            .allMatch(i -> same(memories.get(i), state.memories.get(i)));
  }

  private static boolean same(Map<String, float[]> a, Map<String, float[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream()
            .allMatch(entry -> Arrays.equals(entry.getValue(), b.get(entry.getKey())));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(steps);
  }
}
