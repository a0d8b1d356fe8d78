package org.intarsia.training;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.segmenter.LabelledPatch;

/**
 * Makes batches ahead of the network, so that it never waits for patches.
 *
 * <p>Which patches a batch holds does not depend on the number of threads. For one consumer.
 */
final class BatchLoader implements AutoCloseable {
  private static final int AHEAD = 3;

  /** What batches look like: patches of {@code side} px, labelled in a centre of {@code output}. */
  record Shape(int side, int output, int batch) {}

  private record Pending(List<LabelledPatch> patches, List<Future<?>> jobs) {}

  private final PatchSource source;
  private final ExecutorService threads;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private final long end;
  private long next;
  private List<LabelledPatch> lent = List.of();

  /** Batches of the patches from {@code from} to before {@code end}; the last may be shorter. */
  BatchLoader(PatchSource source, Shape shape, long from, long end, int loaders) {
    this.source = source;
    this.next = from;
    this.end = end;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            loaders, job -> new Thread(job, "intarsia-patches-" + number.incrementAndGet()));
    for (int i = 0; i < AHEAD; i++) {
      List<LabelledPatch> patches = new ArrayList<>();
      for (int k = 0; k < shape.batch(); k++) {
        patches.add(new LabelledPatch(shape.side(), shape.output()));
      }
      submit(patches);
    }
  }

  private void submit(List<LabelledPatch> patches) {
    int count = (int) Math.min(patches.size(), end - next);
    List<Future<?>> jobs = new ArrayList<>();
    for (LabelledPatch patch : patches.subList(0, Math.max(0, count))) {
      long patchNumber = next++;
      jobs.add(
          threads.submit(
              () -> {
                source.fill(patchNumber, patch);
                return patch;
              }));
    }
    pending.add(new Pending(patches, jobs));
  }

  /**
   * The next batch, which is valid until the next call; empty after the last one.
   *
   * @throws IOException if a patch of it could not be made
   */
  List<LabelledPatch> next() throws IOException, InterruptedException {
    if (!lent.isEmpty()) {
      submit(lent);
    }
    Pending batch = pending.remove();
    for (Future<?> job : batch.jobs()) {
      try {
        job.get();
      } catch (ExecutionException e) {
        throw rethrown(e);
      }
    }
    lent = batch.patches();
    return lent.subList(0, batch.jobs().size());
  }

  private static IOException rethrown(ExecutionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof RuntimeException fault) {
      throw fault;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.SECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
