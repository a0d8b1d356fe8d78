package org.intarsia.training;

import java.util.List;

/** Hears how training goes on, on the thread that trains. */
public interface TrainingListener {
  /** After each step, counted from 1, with its loss. */
  void step(long step, double loss);

  /** After each look at the validation images, and at the end. */
  void metrics(Metrics metrics);

  /** When training goes on from a checkpoint: after which step, and what there was before it. */
  void resumed(long step, List<Metrics> history);
}
