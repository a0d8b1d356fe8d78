package org.intarsia.pipeline.claims;

import java.time.Duration;

/**
 * How often a process says that it is alive, and how long others wait.
 *
 * @param beat between two signs of life
 * @param stale without a sign of life for so long, a process is taken for dead; many beats
 * @param look between two looks at what other processes have done
 */
public record ClaimTimes(Duration beat, Duration stale, Duration look) {
  /** Signs of life every 2 s, 60 s without one is death, a look every second. */
  public static ClaimTimes standard() {
    return takingOverAfter(Duration.ofSeconds(60));
  }

  /**
   * Thirty signs of life in the given time, which is death without one, and a look every second.
   */
  public static ClaimTimes takingOverAfter(Duration stale) {
    return new ClaimTimes(stale.dividedBy(30), stale, Duration.ofSeconds(1));
  }
}
