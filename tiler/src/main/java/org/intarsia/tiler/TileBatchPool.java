package org.intarsia.tiler;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A fixed number of batches, made at once and lent again and again: the first of the pipeline's two
 * back-pressures. Thread-safe.
 */
public final class TileBatchPool {
  private final int batches;
  private final int capacity;
  private final int window;
  private final BlockingQueue<TileBatch> free;

  /**
   * Allocates all batches: {@code batches * capacity * window * window * 3} bytes outside the heap.
   *
   * @param batches number of batches that can be in flight
   * @param capacity tiles a batch
   * @param window side of a tile's window in pixels
   */
  public TileBatchPool(int batches, int capacity, int window) {
    if (batches < 1 || capacity < 1 || window < 1) {
      throw new IllegalArgumentException(
          "a pool needs at least one batch of one pixel, not %d batches of %d windows of %d px"
              .formatted(batches, capacity, window));
    }
    if (3L * window * window * capacity > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a batch of %d windows of %d px exceeds 2 GiB; use a smaller batch or patch"
              .formatted(capacity, window));
    }
    this.batches = batches;
    this.capacity = capacity;
    this.window = window;
    this.free = new ArrayBlockingQueue<>(batches);
    for (int i = 0; i < batches; i++) {
      free.add(new TileBatch(this));
    }
  }

  /** Waits for a free batch; the caller closes it. */
  public TileBatch lease() throws InterruptedException {
    TileBatch batch = free.take();
    batch.leased();
    return batch;
  }

  /** Number of batches that nobody holds at this moment. */
  public int available() {
    return free.size();
  }

  /** Number of batches in all. */
  public int batches() {
    return batches;
  }

  /** Tiles a batch. */
  public int capacity() {
    return capacity;
  }

  /** Side of a window in pixels. */
  public int window() {
    return window;
  }

  long slotBytes() {
    return 3L * window * window;
  }

  void giveBack(TileBatch batch) {
    if (!free.offer(batch)) {
      throw new IllegalStateException("more batches came back than were lent");
    }
  }
}
