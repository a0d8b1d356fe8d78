package org.intarsia.segmenter;

import org.intarsia.tiler.Halo;

/**
 * Sizes to run a network with: {@code window = halo.before() + core + halo.after()}.
 *
 * @param window side of what the network reads, in pixels
 * @param halo context that is not kept
 * @param core side of what is kept, a multiple of the network's stride
 */
public record WindowPlan(int window, Halo halo, int core) {
  /** Checks the sum. */
  public WindowPlan {
    if (core < 1 || window != core + halo.total()) {
      throw new IllegalArgumentException(
          "a window of %d px does not consist of a halo of %d + %d px and a core of %d px"
              .formatted(window, halo.before(), halo.after(), core));
    }
  }

  /** Pixels computed for each that is kept. */
  public double overhead() {
    return (double) window * window / ((double) core * core);
  }
}
