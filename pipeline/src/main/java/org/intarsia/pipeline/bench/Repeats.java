package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.intarsia.pipeline.engine.Crew;

/** Does the same thing many times in several threads, and says how long that took. */
final class Repeats {
  /** What one thread does each time. */
  interface Step {
    void run() throws IOException;
  }

  private Repeats() {}

  /**
   * Repeats until all threads together have done it so often.
   *
   * @param name of the threads
   * @param steps one for each thread
   * @return wall seconds
   */
  static double seconds(String name, List<Step> steps, long times)
      throws IOException, InterruptedException {
    AtomicLong left = new AtomicLong(times);
    Crew crew = new Crew();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      crew.add(name + "-" + i, () -> repeat(step, left));
    }
    long start = System.nanoTime();
    crew.work();
    return (System.nanoTime() - start) * 1e-9;
  }

  private static void repeat(Step step, AtomicLong left) throws IOException, InterruptedException {
    while (left.getAndDecrement() > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the benchmark was interrupted");
      }
      step.run();
    }
  }
}
