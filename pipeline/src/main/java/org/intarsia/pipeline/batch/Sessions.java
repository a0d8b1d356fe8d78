package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;

/**
 * An open segmenter for each worker of a plan, lent to one slide at a time. Slides whose windows
 * have another size, or are few, get others, which share the weights. Thread-safe.
 */
final class Sessions implements AutoCloseable {
  private final PipelinePlan plan;
  private final SegmentationModel model;
  private final Semaphore free = new Semaphore(1, true);
  private final List<Segmenter> open = new ArrayList<>();
  private int window;
  private int threads;
  private int margin;

  /** The segmenters, for one slide, until they are given back. */
  final class Loan implements AutoCloseable {
    private final List<Segmenter> segmenters;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Loan(List<Segmenter> segmenters) {
      this.segmenters = List.copyOf(segmenters);
    }

    /** One for each worker. */
    List<Segmenter> segmenters() {
      return segmenters;
    }

    /** Gives them back; once more does nothing. Any thread may. */
    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        free.release();
      }
    }
  }

  private Sessions(PipelinePlan plan, SegmentationModel model) {
    this.plan = plan;
    this.model = model;
  }

  /**
   * Tries the model, with the smallest windows that slides may get.
   *
   * @throws IOException if the model cannot be run as its card and the plan say
   */
  static Sessions open(PipelinePlan plan, SegmentationModel model) throws IOException {
    Sessions sessions = new Sessions(plan, model);
    sessions.threads = plan.resources().threads();
    sessions.window = plan.fit().map(fit -> fit.leastWindow()).orElse(plan.window().window());
    try (Segmenter first = model.open(sessions.settings(0))) {
      sessions.margin = first.margin();
    }
    return sessions;
  }

  private SegmenterSettings settings(int worker) {
    PipelinePlan.Resources resources = plan.resources();
    return new SegmenterSettings(window, resources.batch(), threads, resources.device(worker))
        .withPrecision(plan.choices().precision());
  }

  private int threads(long tiles) {
    return threads(plan.resources(), Runtime.getRuntime().availableProcessors(), tiles);
  }

  /**
   * Threads of a worker for a slide of so many tiles. Where it has fewer batches than there are
   * workers, these get the others' threads.
   */
  static int threads(PipelinePlan.Resources resources, int processors, long tiles) {
    long batches = Math.max(1, (tiles + resources.batch() - 1) / resources.batch());
    int all = Math.min(processors, resources.workers() * resources.threads());
    return (int) Math.max(resources.threads(), all / Math.min(batches, resources.workers()));
  }

  /**
   * Those for windows of this side, as soon as no other slide has them.
   *
   * @param tiles that the slide has to be segmented
   */
  Loan lend(int side, long tiles) throws IOException, InterruptedException {
    free.acquire();
    try {
      if (side != window || threads(tiles) != threads || open.isEmpty()) {
        close();
        window = side;
        threads = threads(tiles);
        for (int worker = 0; worker < plan.resources().workers(); worker++) {
          open.add(model.open(settings(worker), margin));
        }
      }
      return new Loan(open);
    } catch (IOException | RuntimeException | Error e) {
      free.release();
      throw e;
    }
  }

  /** Closes them all; none may be lent. */
  @Override
  public void close() {
    open.forEach(Segmenter::close);
    open.clear();
  }
}
