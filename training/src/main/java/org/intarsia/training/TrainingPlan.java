package org.intarsia.training;

import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.segmenter.Weights;

/**
 * What is trained, and how; everything but the data.
 *
 * @param network the network
 * @param start weights to begin with
 * @param session normalisation, optimiser, loss, device
 * @param schedule how long, how fast, and when to look at the validation images
 * @param seed of what is random in the network
 */
public record TrainingPlan(
    Network network,
    Weights start,
    TrainingSession.Settings session,
    Schedule schedule,
    long seed) {
  /**
   * Steps of a training.
   *
   * @param rate learning rate of each step, and their number
   * @param batch patches a step
   * @param side side of a patch in pixels
   * @param validateEvery steps between looks at the validation images
   * @param patience looks without a better mean IoU after which training stops early
   */
  public record Schedule(LearningRate rate, int batch, int side, long validateEvery, int patience) {
    /** Checks the numbers. */
    public Schedule {
      if (batch < 1 || side < 1 || validateEvery < 1 || patience < 1) {
        throw new IllegalArgumentException(
            "batch, patch, validation interval and patience must be at least 1, not %d, %d, %d, %d"
                .formatted(batch, side, validateEvery, patience));
      }
    }

    /** Steps of the whole training. */
    public long steps() {
      return rate.steps();
    }
  }

  /** Checks that the network takes patches of this size. */
  public TrainingPlan {
    network.outputSize(schedule.side());
  }
}
