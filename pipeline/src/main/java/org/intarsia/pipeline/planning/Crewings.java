package org.intarsia.pipeline.planning;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The ways to run a network that wishes and memory allow.
 *
 * @param usual with the usual batch, first the one that is taken unmeasured
 * @param batches other batches to try
 */
record Crewings(List<Speed.Crewing> usual, List<Integer> batches) {
  private static final int USUAL_BATCH_PIXELS = 512 * 512;
  private static final int USUAL_BATCH = 4;
  private static final int LARGEST_BATCH_PIXELS = 1_500_000;
  private static final int LARGEST_BATCH = 16;

  /**
   * What there is to run them on.
   *
   * @param processors of this machine
   * @param gpus that are used; 0 for the CPU
   * @param pixels that fit into memory at once
   */
  record Room(int processors, int gpus, long pixels) {}

  Crewings {
    usual = List.copyOf(usual);
    batches = List.copyOf(batches);
  }

  /** The batch of a plan that nothing is measured for, and on GPUs. */
  static int usualBatch() {
    return USUAL_BATCH;
  }

  static Crewings of(int window, Planner.Wishes wishes, Room room) {
    long pixels = (long) window * window;
    int few = (int) Math.min(USUAL_BATCH, (USUAL_BATCH_PIXELS + pixels - 1) / pixels);
    int batch = wishes.batch().orElse(room.gpus() > 0 ? USUAL_BATCH : few);
    List<Integer> others = new ArrayList<>();
    long most = room.gpus() > 0 ? LARGEST_BATCH : LARGEST_BATCH_PIXELS / pixels;
    for (int other = 1; other <= Math.min(most, LARGEST_BATCH); other *= 2) {
      if (wishes.batch().isEmpty() && other != batch) {
        others.add(other);
      }
    }
    Set<Speed.Crewing> usual = new LinkedHashSet<>();
    if (room.gpus() > 0) {
      for (int each = 2; each >= 1; each--) {
        int workers = wishes.workers().orElse(each * room.gpus());
        usual.add(new Speed.Crewing(batch, workers, wishes.threads().orElse(1)));
      }
    } else {
      addOnProcessors(usual, batch, wishes, room, pixels);
    }
    return new Crewings(List.copyOf(usual), others);
  }

  /**
   * Two workers who have all processors each, and then as many threads as there are processors,
   * divided in different ways. <i>Why</i> two first: a network's threads wait for each other, and
   * for what one of them does alone, and meanwhile those of the other worker go on; and a slide of
   * one tile has all processors too.
   */
  private static void addOnProcessors(
      Set<Speed.Crewing> usual, int batch, Planner.Wishes wishes, Room room, long pixels) {
    long fitting = Math.max(1, room.pixels() / (batch * pixels));
    int most = wishes.threads().orElse(room.processors());
    if (fitting > 1 && most > 1 && wishes.threads().isEmpty()) {
      usual.add(new Speed.Crewing(batch, wishes.workers().orElse(2), most));
    }
    for (int threads = wishes.threads().orElse(1); threads <= most; threads *= 2) {
      int workers = (int) Math.min(fitting, Math.max(1, room.processors() / threads));
      usual.add(new Speed.Crewing(batch, wishes.workers().orElse(workers), threads));
    }
  }

  /** Whether there is anything to choose. */
  boolean isChoice() {
    return usual.size() > 1 || !batches.isEmpty();
  }

  /** The same crew with the other batches, as far as they fit into memory. */
  List<Speed.Crewing> withOtherBatches(Speed.Crewing crew, int window, Room room) {
    return batches.stream()
        .filter(batch -> (long) window * window * batch * crew.workers() <= room.pixels())
        .map(batch -> new Speed.Crewing(batch, crew.workers(), crew.threads()))
        .toList();
  }
}
