package org.intarsia.segmenter;

/**
 * How gradients move weights. Decay applies to kernels only, not to biases and gains; the learning
 * rate is given step by step.
 */
public sealed interface Optimizer {
  /** Factor of a kernel's own value in its gradient, or in its shrinking for {@link AdamW}. */
  double weightDecay();

  /** Where the gradient's momentum is looked at. */
  enum Momentum {
    /** At the present weights. */
    HEAVY_BALL,
    /** One step ahead (Sutskever et al. 2013), as PyTorch computes it. */
    NESTEROV
  }

  /**
   * Stochastic gradient descent: {@code g += decay w; v = momentum v + g; w -= rate v}, or {@code w
   * -= rate (g + momentum v)} for Nesterov.
   *
   * @param momentum from 0 to less than 1; 0.99 in U-Net's paper, 0.9 in most others
   * @param kind heavy ball or Nesterov
   * @param weightDecay not negative
   */
  record Sgd(double momentum, Momentum kind, double weightDecay) implements Optimizer {
    /** Checks the ranges. */
    public Sgd {
      fraction("momentum", momentum);
      notNegative(weightDecay);
    }
  }

  /**
   * Adam with decoupled weight decay (Loshchilov and Hutter 2019); with decay 0 it is Adam (Kingma
   * and Ba 2015): {@code w *= 1 - rate decay; w -= rate m' / (sqrt(v') + epsilon)}, m' and v' the
   * bias-corrected means of gradient and squared gradient.
   *
   * @param beta1 how long gradients are remembered, 0.9 as a rule
   * @param beta2 how long their squares are, 0.999 as a rule
   * @param epsilon added to the root, 1e-8 as a rule
   * @param weightDecay not negative
   */
  record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
      implements Optimizer {
    /** Checks the ranges. */
    public AdamW {
      fraction("beta1", beta1);
      fraction("beta2", beta2);
      notNegative(weightDecay);
      if (!(epsilon > 0)) {
        throw new IllegalArgumentException("epsilon must be positive, not " + epsilon);
      }
    }
  }

  /** Gradient descent with the heavy ball. */
  static Optimizer sgd(double momentum, double weightDecay) {
    return new Sgd(momentum, Momentum.HEAVY_BALL, weightDecay);
  }

  /** Adam with its usual constants. */
  static Optimizer adam(double weightDecay) {
    return new AdamW(0.9, 0.999, 1e-8, weightDecay);
  }

  private static void fraction(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          name + " must be at least 0 and less than 1, not " + value);
    }
  }

  private static void notNegative(double weightDecay) {
    if (!(weightDecay >= 0 && Double.isFinite(weightDecay))) {
      throw new IllegalArgumentException("weight decay must not be negative, not " + weightDecay);
    }
  }
}
