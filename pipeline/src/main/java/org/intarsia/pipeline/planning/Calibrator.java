package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;

/** Tries ways to run a network, in turns, for some seconds. */
final class Calibrator {
  private static final int BASELINE_WINDOW = 384;

  /**
   * Another way must be so much faster than the usual one: in a few turns, less is noise on a
   * machine that others use too. And with one worker, what other threads do in a run costs more
   * than these turns show.
   */
  private static final double NOTICEABLE = 1.1;

  /**
   * The windows that a network takes.
   *
   * @param window the plan's
   * @param step between neighbouring sizes; 0 if there is one size only
   * @param least the smallest with the plan's halo
   * @param margin pixels that the output lacks on each side
   */
  record Sizes(WindowPlan window, int step, int least, int margin) {
    /** The largest side up to the plan's that is not above a limit, or else the smallest. */
    int atMost(double limit) {
      int side = window.window();
      while (step > 0 && side > limit && side - step >= least) {
        side -= step;
      }
      return side;
    }
  }

  /**
   * How long it tries.
   *
   * @param turnSeconds least time of a turn
   * @param turns of each way, at most
   * @param seconds of a comparison: none but each crewing's first turn begins that would end later
   */
  record Patience(double turnSeconds, int turns, double seconds) {
    static Patience usual() {
      return new Patience(0.4, 3, 16);
    }
  }

  private final SegmentationModel model;
  private final Planner.Machine machine;
  private final Patience patience;

  Calibrator(SegmentationModel model, Planner.Machine machine, Patience patience) {
    this.model = model;
    this.machine = machine;
    this.patience = patience;
  }

  /** What the network costs. */
  Baseline baseline(Sizes sizes) throws IOException, InterruptedException {
    int side = sizes.atMost(BASELINE_WINDOW);
    double[] speed = new double[1];
    OptionalLong growth =
        ResidentGrowth.during(
            () -> {
              try (Stopwatch watch =
                  Stopwatch.open(model, machine, sizes, side, new Speed.Crewing(1, 1, 1))) {
                speed[0] = watch.turn(patience.turnSeconds() / 2);
              }
            });
    OptionalLong each =
        growth.isPresent()
            ? OptionalLong.of(roundedUp(growth.getAsLong() / ((long) side * side)))
            : OptionalLong.empty();
    return new Baseline(speed[0], each);
  }

  /** To a power of two: windows that memory limits must not follow the noise of a measurement. */
  private static long roundedUp(long bytes) {
    return bytes <= 1 ? 1 : Long.highestOneBit(bytes - 1) << 1;
  }

  /**
   * The speeds of some crewings, which take turns: by the best of as many as there is time for,
   * since whatever else a machine does makes a turn slower. A turn of the first one comes before
   * and does not count: it pays for memory that the process keeps, and for compilation.
   *
   * <p><i>Why</i> with the plan's own window, wherever two turns of all fit into the time: in wide
   * windows several workers were slower than one with several threads, in narrow ones faster.
   */
  List<Speed> compare(Sizes sizes, Baseline baseline, List<Speed.Crewing> crews)
      throws IOException, InterruptedException {
    if (crews.isEmpty()) {
      return List.of();
    }
    double passes = passesOfOneThread(crews.get(0));
    for (Speed.Crewing crew : crews) {
      passes += 2 * passesOfOneThread(crew);
    }
    double pixels = 1e6 * baseline.megapixelsPerSecond() * patience.seconds() / passes;
    int side = sizes.atMost(Math.sqrt(pixels));
    long start = System.nanoTime();
    speed(sizes, side, crews.get(0));
    double[] best = new double[crews.size()];
    double[] took = new double[crews.size()];
    for (int turn = 0; turn < patience.turns(); turn++) {
      for (int i = 0; i < crews.size(); i++) {
        double before = secondsSince(start);
        if (turn > 0 && before + took[i] > patience.seconds()) {
          return speeds(side, crews, best);
        }
        best[i] = Math.max(best[i], speed(sizes, side, crews.get(i)));
        took[i] = secondsSince(start) - before;
      }
    }
    return speeds(side, crews, best);
  }

  /** How often one thread would compute a window in the time that each worker takes for a batch. */
  private static double passesOfOneThread(Speed.Crewing crew) {
    int threads = crew.workers() * crew.threads();
    double busy = Math.min(Runtime.getRuntime().availableProcessors(), threads);
    return crew.batch() * crew.workers() / busy;
  }

  private double speed(Sizes sizes, int side, Speed.Crewing crew)
      throws IOException, InterruptedException {
    try (Stopwatch watch = Stopwatch.open(model, machine, sizes, side, crew)) {
      return watch.turn(patience.turnSeconds());
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }

  private static List<Speed> speeds(int side, List<Speed.Crewing> crews, double[] best) {
    List<Speed> speeds = new ArrayList<>();
    for (int i = 0; i < best.length; i++) {
      speeds.add(new Speed(side, crews.get(i), best[i]));
    }
    return speeds;
  }

  /** The fastest; the first, unless another is noticeably faster. */
  static Speed.Crewing fastest(List<Speed> speeds) {
    Speed fastest = speeds.get(0);
    for (Speed speed : speeds) {
      if (speed.megapixelsPerSecond() > NOTICEABLE * fastest.megapixelsPerSecond()) {
        fastest = speed;
      }
    }
    return fastest.crew();
  }
}
