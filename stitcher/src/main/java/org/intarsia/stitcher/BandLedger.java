package org.intarsia.stitcher;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of rows, tiles and buffers: which rows are open, which tiles came, which band is to
 * be handed on next, and who does it. Thread-safe.
 *
 * <p>A band is handed on without the lock, by one thread at a time: the one that finds it complete
 * while nobody is handing on.
 */
final class BandLedger {
  /** How a tile comes. */
  enum Arrival {
    PIXELS,
    SKIPPED
  }

  /** Takes complete bands, in order, one at a time. */
  @FunctionalInterface
  interface Emitter {
    void emit(Band band) throws IOException;
  }

  private final TileGrid grid;
  private final BandFiller filler;
  private final long permits;
  private final Emitter emitter;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Band> live = new HashMap<>();
  private final ArrayDeque<Band> free = new ArrayDeque<>();
  private int nextOpen;
  private int nextBand;
  private int emitted;
  private int firstBand;
  private int firstRow;
  private long delivered;
  private boolean emitting;
  private boolean closed;
  private boolean abandoned;
  private @Nullable Throwable failure;

  BandLedger(TileGrid grid, BandFiller filler, int openBands, Emitter emitter) {
    this.grid = grid;
    this.filler = filler;
    this.permits = (long) openBands + filler.overlap();
    this.emitter = emitter;
  }

  void beginAt(int band) {
    lock.lock();
    try {
      checkUsable();
      if (nextOpen > firstRow) {
        throw new IllegalStateException("row " + (nextOpen - 1) + " was opened before");
      }
      if (band < 0 || band > grid.rows()) {
        throw new IllegalArgumentException(
            "the first band must be 0 to %d, not %d".formatted(grid.rows(), band));
      }
      firstBand = band;
      firstRow = band == grid.rows() ? band : Math.max(0, band - filler.overlap());
      nextOpen = firstRow;
      nextBand = firstRow;
      emitted = firstRow;
      delivered = (long) firstRow * grid.columns();
    } finally {
      lock.unlock();
    }
  }

  int firstRow() {
    lock.lock();
    try {
      return firstRow;
    } finally {
      lock.unlock();
    }
  }

  boolean tryOpen(int row) {
    lock.lock();
    try {
      checkTurn(row);
      if (!hasPermit()) {
        return false;
      }
      openNext();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void open(int row) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      checkTurn(row);
      while (!hasPermit()) {
        changed.await();
        checkTurn(row);
      }
      openNext();
    } finally {
      lock.unlock();
    }
  }

  private void checkTurn(int row) {
    checkUsable();
    if (nextOpen == grid.rows()) {
      throw new IllegalStateException(
          "row %d cannot be opened: all %d rows were".formatted(row, grid.rows()));
    }
    if (row != nextOpen) {
      throw new IllegalStateException(
          "row %d cannot be opened: the next one is %d".formatted(row, nextOpen));
    }
  }

  private boolean hasPermit() {
    return nextOpen - emitted < permits;
  }

  private void openNext() {
    int bands = Math.min(grid.rows(), nextOpen + 1 + filler.overlap());
    while (nextBand < bands) {
      Band band = free.isEmpty() ? filler.newBand() : free.pop();
      band.begin(nextBand);
      live.put(nextBand, band);
      nextBand++;
    }
    nextOpen++;
  }

  /** Notes that a tile comes, and returns the bands that it reaches in order from the top. */
  List<Band> claim(Tile tile, Arrival arrival) {
    lock.lock();
    try {
      checkUsable();
      Band band = live.get(tile.row());
      if (tile.row() < emitted || (band != null && band.has(tile.column()))) {
        throw new IllegalStateException(tile + " was delivered twice");
      }
      if (band == null || tile.row() >= nextOpen) {
        throw new IllegalStateException(tile + " is of a row that was not opened");
      }
      if (arrival == Arrival.SKIPPED) {
        band.skip(tile.column());
      } else {
        band.claim(tile.column());
      }
      return reached(tile.row());
    } finally {
      lock.unlock();
    }
  }

  private List<Band> reached(int row) {
    List<Band> bands = new ArrayList<>(3);
    for (int r = row - filler.overlap(); r <= row + filler.overlap(); r++) {
      Band band = live.get(r);
      if (band != null) {
        bands.add(band);
      }
    }
    return bands;
  }

  /** Notes that a claimed tile is in its bands, and hands on what that completes. */
  void deliver(Tile tile) throws IOException {
    lock.lock();
    try {
      Band own = live.get(tile.row());
      if (own == null) {
        checkUsable();
        throw new IllegalStateException(tile + " came after its band");
      }
      own.delivered();
      delivered++;
      if (emitting) {
        return;
      }
      emitting = true;
      try {
        emitWhole();
      } finally {
        emitting = false;
      }
    } finally {
      lock.unlock();
    }
  }

  private void emitWhole() throws IOException {
    Band band = nextWhole();
    while (band != null) {
      lock.unlock();
      try {
        filler.complete(band);
        if (band.row() >= firstBand) {
          emitter.emit(band);
        }
      } catch (IOException | RuntimeException | Error e) {
        fail(e);
        throw e;
      } finally {
        lock.lock();
      }
      if (live.remove(emitted) != null) {
        free.push(band);
      }
      emitted++;
      changed.signalAll();
      band = nextWhole();
    }
  }

  private @Nullable Band nextWhole() {
    int last = Math.min(grid.rows() - 1, emitted + filler.overlap());
    for (int row = emitted; row <= last; row++) {
      Band band = live.get(row);
      if (band == null || !band.isWhole()) {
        return null;
      }
    }
    return live.get(emitted);
  }

  /** Makes every later call throw; the first cause stays. */
  void fail(Throwable cause) {
    lock.lock();
    try {
      if (failure == null) {
        failure = cause;
      }
      release();
    } finally {
      lock.unlock();
    }
  }

  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      release();
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    live.clear();
    free.clear();
    changed.signalAll();
  }

  private void checkUsable() {
    if (failure != null) {
      throw new IllegalStateException("stitching failed at band " + emitted, failure);
    }
    if (closed || abandoned) {
      throw new IllegalStateException(
          closed ? "the stitcher is closed" : "the stitcher was abandoned");
    }
  }

  void close() {
    lock.lock();
    try {
      if (!closed && !abandoned) {
        checkUsable();
        checkComplete();
      }
    } finally {
      closed = true;
      release();
      lock.unlock();
    }
  }

  private void checkComplete() {
    if (delivered < grid.size()) {
      throw new IncompleteMaskException(grid.size() - delivered, grid.size(), firstMissing());
    }
    if (emitted < grid.rows()) {
      throw new IllegalStateException("closed while band " + emitted + " is handed on");
    }
  }

  private Tile firstMissing() {
    for (int row = emitted; row < nextOpen; row++) {
      Band band = live.get(row);
      int column = band == null ? 0 : band.firstMissing();
      if (column < grid.columns()) {
        return grid.tile(row, column);
      }
    }
    return grid.tile(Math.min(nextOpen, grid.rows() - 1), 0);
  }
}
