package org.intarsia.training;

/**
 * The learning rate of each step: a rise to {@code peak}, then a decay.
 *
 * <p>The first {@code warmup} steps rise evenly, {@code peak (n + 1) / (warmup + 1)} at step n; the
 * decay counts the steps after them.
 *
 * @param peak largest rate
 * @param decay what follows the rise
 * @param warmup steps of the rise; 0 for none
 * @param steps steps of the whole training
 */
public record LearningRate(double peak, Decay decay, long warmup, long steps) {
  /** How a rate falls. */
  public sealed interface Decay {
    /** Not at all. */
    record Constant() implements Decay {}

    /**
     * By a factor at regular intervals.
     *
     * @param every steps between falls
     * @param factor of each fall
     */
    record Stairs(long every, double factor) implements Decay {
      /** Checks the ranges. */
      public Stairs {
        if (every < 1 || !(factor > 0 && factor <= 1)) {
          throw new IllegalArgumentException(
              "stairs need an interval of at least 1 step and a factor up to 1, not %d and %s"
                  .formatted(every, factor));
        }
      }
    }

    /**
     * To zero as {@code (1 - progress)^power}; 0.9 in DeepLab.
     *
     * @param power exponent, positive
     */
    record Polynomial(double power) implements Decay {
      /** Checks the exponent. */
      public Polynomial {
        if (!(power > 0)) {
          throw new IllegalArgumentException("the power must be positive, not " + power);
        }
      }
    }

    /** To zero as half a cosine. */
    record Cosine() implements Decay {}
  }

  /** Checks the ranges. */
  public LearningRate {
    if (!(peak > 0 && Double.isFinite(peak))) {
      throw new IllegalArgumentException("the learning rate must be positive, not " + peak);
    }
    if (steps < 1 || warmup < 0 || warmup >= steps) {
      throw new IllegalArgumentException(
          "a warm-up of %d steps does not fit into %d steps".formatted(warmup, steps));
    }
  }

  /**
   * The rate of a step.
   *
   * @param step counted from 0
   */
  public double at(long step) {
    if (step < warmup) {
      return peak * (step + 1) / (warmup + 1);
    }
    long after = step - warmup;
    double progress = Math.min(1, (double) after / (steps - warmup));
    if (decay instanceof Decay.Stairs stairs) {
      long falls = after / stairs.every();
      return peak * Math.pow(stairs.factor(), (double) falls);
    }
    if (decay instanceof Decay.Polynomial polynomial) {
      return peak * Math.pow(1 - progress, polynomial.power());
    }
    if (decay instanceof Decay.Cosine) {
      return peak * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
    return peak;
  }
}
