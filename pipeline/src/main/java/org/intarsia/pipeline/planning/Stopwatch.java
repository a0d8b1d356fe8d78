package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.intarsia.pipeline.engine.Crew;
import org.intarsia.segmenter.BarePass;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;

/** Times the network alone, in as many threads as are asked for. */
public final class Stopwatch {
  private final SegmentationModel model;
  private final String device;
  private final Precision precision;

  /** For a model on a device. */
  public Stopwatch(SegmentationModel model, String device, Precision precision) {
    this.model = model;
    this.device = device;
    this.precision = precision;
  }

  /**
   * The speed of windows of a size: each worker computes one batch to get warm, then batches until
   * so much time is over, at least one.
   */
  public Speed measure(int window, Speed.Crewing crew, double seconds)
      throws IOException, InterruptedException {
    List<BarePass> passes = new ArrayList<>();
    try {
      for (int worker = 0; worker < crew.workers(); worker++) {
        passes.add(
            model.bare(
                new SegmenterSettings(window, crew.batch(), crew.threads(), device)
                    .withPrecision(precision)));
      }
      DoubleAdder rate = new DoubleAdder();
      Crew workers = new Crew();
      double megapixels = 1e-6 * window * window * crew.batch();
      for (BarePass pass : passes) {
        workers.add("calibration", () -> rate.add(megapixels / secondsAPass(pass, seconds)));
      }
      workers.work();
      return new Speed(window, crew, rate.sum());
    } finally {
      passes.forEach(BarePass::close);
    }
  }

  private static double secondsAPass(BarePass pass, double seconds) throws IOException {
    pass.run();
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
}
