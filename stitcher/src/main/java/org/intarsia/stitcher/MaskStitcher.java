package org.intarsia.stitcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.ProbabilitySink;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.jspecify.annotations.Nullable;

/**
 * Puts the tiles of a grid together into one mask and hands it on band by band, from the top,
 * proving at {@link #close} that no tile is missing.
 *
 * <p>A row of tiles is opened before its first tile is delivered; that takes a permit, which comes
 * back when the row's band has been handed to the sink. So at most {@code openBands} bands are in
 * memory, whatever the order in which tiles arrive. Whichever thread completes a band hands it on,
 * and any complete ones after it; other threads go on meanwhile. With {@link Seam.Feather} a band
 * also waits for the row below it: one more row can be open, and two more bands are in memory.
 *
 * <p>Memory: {@code openBands * width * core} bytes, and with {@code Feather} 4 bytes for every
 * class at every pixel of the overlaps. Buffers are reused; it does not depend on the height.
 *
 * <p>An exception of the sink is thrown by the call that delivered to it; from then on every call
 * throws an {@link IllegalStateException} with that cause, and threads that wait for a permit stop
 * waiting. The sink stays the caller's: it finishes the sink after a {@code close} that did not
 * throw, and closes it.
 *
 * <p>Thread-safe, except that {@link #close} comes when no other call is running. Never wait in
 * {@link #openRow} while holding a tile of an open row: nobody else can deliver it.
 */
public final class MaskStitcher implements LabelSink, ProbabilitySink, AutoCloseable {
  /** The largest array that every JVM can make. */
  static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final TileGrid grid;
  private final BandFiller filler;
  private final int openBands;
  private final byte background;
  private final MaskSink sink;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Integer, Band> live = new HashMap<>();
  private final ArrayDeque<Band> free = new ArrayDeque<>();
  private int nextOpen;
  private int nextBand;
  private int emitted;
  private long delivered;
  private boolean emitting;
  private boolean closed;
  private boolean abandoned;
  private @Nullable Throwable failure;

  private MaskStitcher(
      TileGrid grid, BandFiller filler, int openBands, byte background, MaskSink sink) {
    this.grid = grid;
    this.filler = filler;
    this.openBands = openBands;
    this.background = background;
    this.sink = sink;
  }

  /**
   * A stitcher for all tiles of a grid.
   *
   * @param grid the division of the level
   * @param seam how neighbouring tiles meet
   * @param openBands number of rows that may be open at once, at least 1
   * @param background label of the cores of skipped tiles, 0 to 255
   * @param sink where finished bands go; stays the caller's to finish and to close
   * @throws IllegalArgumentException if a number is out of range, or if a band is too large for an
   *     array
   */
  public static MaskStitcher of(
      TileGrid grid, Seam seam, int openBands, int background, MaskSink sink) {
    if (openBands < 1) {
      throw new IllegalArgumentException("open bands must be at least 1, not " + openBands);
    }
    if (background < 0 || background > 255) {
      throw new IllegalArgumentException("background must be a label 0 to 255, not " + background);
    }
    long rows = Math.min(grid.core(), grid.height());
    if (grid.width() > MAX_ARRAY || grid.width() * rows > MAX_ARRAY) {
      throw new IllegalArgumentException(
          "a band of %d x %d px exceeds the %d bytes of an array; use a smaller patch"
              .formatted(grid.width(), rows, MAX_ARRAY));
    }
    int bandBytes = (int) (grid.width() * rows);
    BandFiller filler;
    if (seam instanceof Seam.Feather feather) {
      filler = new FeatherFiller(grid, bandBytes, feather);
    } else {
      filler = new CropFiller(grid, bandBytes);
    }
    return new MaskStitcher(grid, filler, openBands, (byte) background, sink);
  }

  /**
   * Opens a row if a permit is free.
   *
   * @param row the row after the one that was opened last, 0 at first
   * @return whether the row is open now
   * @throws IllegalStateException if it is not this row's turn, or after a failure or {@code close}
   */
  public boolean tryOpenRow(int row) {
    lock.lock();
    try {
      checkTurn(row);
      if (!hasPermit()) {
        return false;
      }
      open();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Opens a row, waiting for a permit. One thread at a time opens rows.
   *
   * @param row the row after the one that was opened last, 0 at first
   * @throws IllegalStateException if it is not this row's turn, or after a failure or {@code
   *     close}, also one that comes while waiting
   * @throws InterruptedException if the thread is interrupted; the row is not open then
   */
  public void openRow(int row) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      checkTurn(row);
      while (!hasPermit()) {
        changed.await();
        checkTurn(row);
      }
      open();
    } finally {
      lock.unlock();
    }
  }

  private void checkTurn(int row) {
    checkUsable();
    if (row != nextOpen || row >= grid.rows()) {
      throw new IllegalStateException(
          nextOpen == grid.rows()
              ? "row %d cannot be opened: all %d rows were".formatted(row, grid.rows())
              : "row %d cannot be opened: the next one is %d".formatted(row, nextOpen));
    }
  }

  private boolean hasPermit() {
    return nextOpen - emitted < openBands + filler.overlap();
  }

  private void open() {
    nextOpen++;
    while (nextBand < Math.min(grid.rows(), nextOpen + filler.overlap())) {
      Band band = free.isEmpty() ? filler.newBand() : free.pop();
      band.begin(nextBand);
      live.put(nextBand, band);
      nextBand++;
    }
  }

  /**
   * Takes one tile's labels, of which only the core is read. The buffer's position stays.
   *
   * @throws IllegalStateException if the tile was delivered or skipped before, if its row is not
   *     open, or after a failure or {@code close}
   * @throws IllegalArgumentException if the tile is not of this grid, if the labels do not cover
   *     its core, or if the seam blends probabilities
   * @throws IOException if the sink throws it
   */
  @Override
  public void accept(Tile tile, Region covered, ByteBuffer labels) throws IOException {
    filler.check(tile, covered, labels);
    List<Band> bands = claim(tile, Arrival.PIXELS);
    filler.fill(bands, tile, covered, labels);
    deliver(tile);
  }

  /**
   * Takes one tile's class probabilities. The buffer's position stays.
   *
   * <p>With {@link Seam.Crop} the core's labels are the classes of the largest probability, the
   * lowest among equals.
   *
   * @throws IllegalStateException if the tile was delivered or skipped before, if its row is not
   *     open, or after a failure or {@code close}
   * @throws IllegalArgumentException if the tile is not of this grid, if the probabilities do not
   *     cover what the seam needs, or if one is not a number from 0 to 1; the last is a failure
   *     that no later call survives
   * @throws IOException if the sink throws it
   */
  @Override
  public void accept(Tile tile, Region covered, FloatBuffer probabilities) throws IOException {
    filler.check(tile, covered, probabilities);
    List<Band> bands = claim(tile, Arrival.PIXELS);
    try {
      filler.fill(bands, tile, covered, probabilities);
    } catch (IllegalArgumentException e) {
      fail(e);
      throw e;
    }
    deliver(tile);
  }

  /**
   * Gives a tile's core the background class, because there was no reason to segment it.
   *
   * @throws IllegalStateException if the tile was delivered or skipped before, if its row is not
   *     open, or after a failure or {@code close}
   * @throws IllegalArgumentException if the tile is not of this grid
   * @throws IOException if the sink throws it
   */
  public void skip(Tile tile) throws IOException {
    claim(tile, Arrival.SKIPPED);
    deliver(tile);
  }

  private enum Arrival {
    PIXELS,
    SKIPPED
  }

  private List<Band> claim(Tile tile, Arrival arrival) {
    if (!grid.tile(tile.row(), tile.column()).equals(tile)) {
      throw new IllegalArgumentException(tile + " is not of this grid");
    }
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

  private void deliver(Tile tile) throws IOException {
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

  /** Hands on the bands that are complete, without the lock while the sink works. */
  private void emitWhole() throws IOException {
    Band band = nextWhole();
    while (band != null) {
      lock.unlock();
      try {
        emit(band);
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

  private void emit(Band band) throws IOException {
    filler.complete(band);
    band.fillSkipped(grid, background);
    int row = band.row();
    sink.accept(
        new MaskBand(
            row, (long) row * grid.core(), (int) grid.width(), grid.rowHeight(row), band.labels()));
  }

  private void fail(Throwable cause) {
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

  /**
   * Gives up: frees the buffers, stops threads that wait for a permit, and lets {@link #close} pass
   * although tiles are missing.
   */
  public void abandon() {
    lock.lock();
    try {
      abandoned = true;
      release();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the mask. A second call does nothing, and so does a call after {@link #abandon}.
   *
   * @throws IncompleteMaskException if tiles were neither delivered nor skipped
   * @throws IllegalStateException if the sink failed before, with its exception as the cause
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (closed || abandoned) {
        closed = true;
        return;
      }
      Tile first = delivered < grid.size() ? firstMissing() : grid.tile(0, 0);
      try {
        checkUsable();
        if (delivered < grid.size()) {
          throw new IncompleteMaskException(grid.size() - delivered, grid.size(), first);
        }
        if (emitted < grid.rows()) {
          throw new IllegalStateException("closed while band " + emitted + " is handed on");
        }
      } finally {
        closed = true;
        release();
      }
    } finally {
      lock.unlock();
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
