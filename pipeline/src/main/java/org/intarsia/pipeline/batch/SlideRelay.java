package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Works on slides in their order, so that the network does not wait between them.
 *
 * <p>A slide begins when all tiles of the one before have been read: it is claimed, opened and
 * looked over while the network has the last tiles of that one, and is segmented while that one's
 * results are finished and put in their place. At most two are under way; <i>why</i> not more, or
 * earlier: a slide that waits for the network here is one that no other process can take.
 *
 * <p>For one thread.
 */
final class SlideRelay implements AutoCloseable {
  private final BatchContext context;
  private final RunProgress listener;
  private final int slides;
  private final ExecutorService threads;
  private Optional<Leg> last = Optional.empty();

  /** A slide under way. */
  private record Leg(
      SlideInput slide, SlideProgress progress, Future<Optional<SlideResult>> result) {}

  /**
   * How a slide has ended.
   *
   * @param result empty if another process works on it
   */
  record Ended(SlideInput slide, Optional<SlideResult> result) {}

  /**
   * Without a slide.
   *
   * @param slides their number, to be told
   */
  SlideRelay(BatchContext context, RunProgress listener, int slides) {
    this.context = context;
    this.listener = listener;
    this.slides = slides;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            2, task -> new Thread(task, "intarsia-slide-" + number.getAndIncrement()));
  }

  /**
   * Begins with a slide as soon as the one before allows it.
   *
   * @return how the one before has ended, if there is one; this call waits for it
   * @throws IOException if the one before could not go on; otherwise as {@link SlideJob#run}
   */
  Optional<Ended> begin(SlideInput slide) throws IOException, InterruptedException {
    Optional<Leg> before = last;
    if (before.isPresent()) {
      before.get().progress().awaitAllRead();
    }
    SlideProgress progress = new SlideProgress(slide, slides, listener);
    SlideJob job = new SlideJob(context, slide, progress);
    last = Optional.of(new Leg(slide, progress, threads.submit(() -> run(job, progress))));
    return before.isPresent() ? Optional.of(end(before.get())) : Optional.empty();
  }

  private static Optional<SlideResult> run(SlideJob job, SlideProgress progress)
      throws IOException, InterruptedException {
    try {
      return job.run();
    } finally {
      progress.ends();
    }
  }

  /** Tells of the slide under way from now on, as that of this number. */
  void tellAs(int number) {
    last.ifPresent(leg -> leg.progress().tellAs(number));
  }

  /** Waits for the slide under way, if there is one, and says how it has ended. */
  Optional<Ended> finish() throws IOException, InterruptedException {
    Optional<Leg> leg = last;
    last = Optional.empty();
    return leg.isPresent() ? Optional.of(end(leg.get())) : Optional.empty();
  }

  private static Ended end(Leg leg) throws IOException, InterruptedException {
    try {
      return new Ended(leg.slide(), leg.result().get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException failure) {
        throw failure;
      }
      if (cause instanceof InterruptedException failure) {
        throw failure;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Interrupts what is under way, and waits until it has been left in order. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
