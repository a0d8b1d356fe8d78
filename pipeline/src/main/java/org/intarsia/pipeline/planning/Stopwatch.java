package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;

/** Times the workers of a run without its pixels, with one window and one crew. */
final class Stopwatch implements AutoCloseable {
  /** A pass that takes longer needs no other before it to get warm. */
  private static final double LONG_SECONDS = 1.5;

  private final List<TilePass> passes = new ArrayList<>();
  private final double megapixels;

  private Stopwatch(double megapixels) {
    this.megapixels = megapixels;
  }

  /** Prepares a batch for each worker. */
  static Stopwatch open(
      SegmentationModel model,
      Planner.Machine machine,
      Calibrator.Sizes sizes,
      int window,
      Speed.Crewing crew)
      throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch(1e-6 * window * window * crew.batch());
    SegmenterSettings settings =
        new SegmenterSettings(window, crew.batch(), crew.threads(), machine.first())
            .withPrecision(machine.precision());
    try {
      for (int worker = 0; worker < crew.workers(); worker++) {
        watch.passes.add(TilePass.open(model, settings, sizes.window().halo(), sizes.margin()));
      }
      return watch;
    } catch (IOException | InterruptedException e) {
      watch.close();
      throw e;
    }
  }

  /**
   * Megapixels a second of all workers together, each of which computes batches until so much time
   * is over, at least one.
   */
  double turn(double seconds) throws IOException, InterruptedException {
    DoubleAdder rate = new DoubleAdder();
    Crew workers = new Crew();
    for (TilePass pass : passes) {
      workers.add("calibration", () -> rate.add(megapixels / secondsAPass(pass, seconds)));
    }
    workers.work();
    return rate.sum();
  }

  private static double secondsAPass(TilePass pass, double seconds) throws IOException {
    double first = repeat(pass, 0);
    return first > LONG_SECONDS ? first : repeat(pass, seconds);
  }

  private static double repeat(TilePass pass, double seconds) throws IOException {
    long start = System.nanoTime();
    int count = 0;
    double elapsed = 0;
    while (count == 0 || elapsed < seconds) {
      pass.run();
      count++;
      elapsed = (System.nanoTime() - start) * 1e-9;
    }
    return elapsed / count;
  }

  @Override
  public void close() {
    passes.forEach(TilePass::close);
  }
}
