package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.intarsia.segmenter.WindowPlan;

/** Tries ways to run a network, in turns, for some seconds. */
final class Calibrator {
  private static final int BASELINE_WINDOW = 384;
  private static final double LONGEST_PASS_SECONDS = 0.6;

  /** Another way must be so much faster than the usual one, or it is noise. */
  private static final double NOTICEABLE = 1.02;

  /**
   * The windows that a network takes.
   *
   * @param window the plan's
   * @param step between neighbouring sizes; 0 if there is one size only
   * @param least the smallest with the plan's halo
   */
  record Sizes(WindowPlan window, int step, int least) {
    /** The largest side up to the plan's that is not above a limit, or else the smallest. */
    int atMost(int limit) {
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
   * @param turns of each way
   * @param longestSeconds after which nothing more is tried, for each comparison
   */
  record Patience(double turnSeconds, int turns, double longestSeconds) {
    static Patience usual() {
      return new Patience(0.4, 3, 8);
    }
  }

  private final Stopwatch watch;
  private final Patience patience;

  Calibrator(Stopwatch watch, Patience patience) {
    this.watch = watch;
    this.patience = patience;
  }

  /** What the network costs. */
  Baseline baseline(Sizes sizes) throws IOException, InterruptedException {
    int side = sizes.atMost(BASELINE_WINDOW);
    Speed.Crewing one = new Speed.Crewing(1, 1, 1);
    List<Speed> speeds = new ArrayList<>();
    OptionalLong growth =
        ResidentGrowth.during(
            () -> speeds.add(watch.measure(side, one, patience.turnSeconds() / 2)));
    OptionalLong each =
        growth.isPresent()
            ? OptionalLong.of(growth.getAsLong() / ((long) side * side))
            : OptionalLong.empty();
    return new Baseline(speeds.get(0).megapixelsPerSecond(), each);
  }

  /**
   * The speeds of some crewings, in turns; of all that there is time for, at least of the first.
   *
   * @param sizes with the plan's window; smaller ones stand for it if one takes long
   */
  List<Speed> compare(Sizes sizes, Baseline baseline, List<Speed.Crewing> crews)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    double pixels = 1e6 * baseline.megapixelsPerSecond() * LONGEST_PASS_SECONDS;
    Map<Speed.Crewing, Speed> best = new LinkedHashMap<>();
    for (int turn = 0; turn < patience.turns(); turn++) {
      for (Speed.Crewing crew : crews) {
        double elapsed = (System.nanoTime() - start) * 1e-9;
        if (elapsed > patience.longestSeconds() && !best.isEmpty()) {
          return List.copyOf(best.values());
        }
        int side = sizes.atMost((int) Math.sqrt(pixels / crew.batch()));
        Speed speed = watch.measure(side, crew, patience.turnSeconds());
        best.merge(
            crew, speed, (a, b) -> a.megapixelsPerSecond() >= b.megapixelsPerSecond() ? a : b);
      }
    }
    return List.copyOf(best.values());
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
