package org.intarsia.stitcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelSink;
import org.intarsia.tiler.ProbabilitySink;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;

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
  private final BandLedger ledger;

  private MaskStitcher(TileGrid grid, BandFiller filler, BandLedger ledger) {
    this.grid = grid;
    this.filler = filler;
    this.ledger = ledger;
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
    BandLedger ledger =
        new BandLedger(grid, filler, openBands, band -> emit(grid, band, (byte) background, sink));
    return new MaskStitcher(grid, filler, ledger);
  }

  /**
   * Goes on with a mask whose upper bands were made before: the sink gets none above {@code band}.
   *
   * <p>Called before anything else. Rows of tiles above {@link #firstRow} are neither opened nor
   * delivered.
   *
   * @param band the first band that the sink gets, 0 to the number of rows; at that number there is
   *     nothing left to do
   * @throws IllegalStateException if a row was opened before
   */
  public void beginAt(int band) {
    ledger.beginAt(band);
  }

  /**
   * The first row of tiles to open: 0, or after {@link #beginAt} that band's row, or the one above
   * where the seam blends.
   */
  public int firstRow() {
    return ledger.firstRow();
  }

  /**
   * Opens a row if a permit is free.
   *
   * @param row the row after the one that was opened last, 0 at first
   * @return whether the row is open now
   * @throws IllegalStateException if it is not this row's turn, or after a failure or {@code close}
   */
  public boolean tryOpenRow(int row) {
    return ledger.tryOpen(row);
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
    ledger.open(row);
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
    List<Band> bands = ledger.claim(checked(tile), BandLedger.Arrival.PIXELS);
    filler.fill(bands, tile, covered, labels);
    ledger.deliver(tile);
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
    List<Band> bands = ledger.claim(checked(tile), BandLedger.Arrival.PIXELS);
    try {
      filler.fill(bands, tile, covered, probabilities);
    } catch (IllegalArgumentException e) {
      ledger.fail(e);
      throw e;
    }
    ledger.deliver(tile);
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
    ledger.claim(checked(tile), BandLedger.Arrival.SKIPPED);
    ledger.deliver(tile);
  }

  private Tile checked(Tile tile) {
    if (!grid.tile(tile.row(), tile.column()).equals(tile)) {
      throw new IllegalArgumentException(tile + " is not of this grid");
    }
    return tile;
  }

  private static void emit(TileGrid grid, Band band, byte background, MaskSink sink)
      throws IOException {
    band.fillSkipped(grid, background);
    int row = band.row();
    int width = (int) grid.width();
    long y = (long) row * grid.core();
    sink.accept(new MaskBand(row, y, width, grid.rowHeight(row), band.labels()));
  }

  /**
   * Gives up: frees the buffers, stops threads that wait for a permit, and lets {@link #close} pass
   * although tiles are missing.
   */
  public void abandon() {
    ledger.abandon();
  }

  /**
   * Ends the mask. A second call does nothing, and so does a call after {@link #abandon}.
   *
   * @throws IncompleteMaskException if tiles were neither delivered nor skipped
   * @throws IllegalStateException if the sink failed before, with its exception as the cause
   */
  @Override
  public void close() {
    ledger.close();
  }
}
