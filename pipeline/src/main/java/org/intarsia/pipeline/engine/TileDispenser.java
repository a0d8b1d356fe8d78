package org.intarsia.pipeline.engine;

import java.io.IOException;
import org.intarsia.stitcher.MaskStitcher;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the tiles of a grid in row-major order from the stitcher's first row on, opening each
 * row before its first tile and telling the stitcher of the tiles that are skipped. Thread-safe.
 */
public final class TileDispenser {
  /** The answer to a reader that asks for work. */
  public sealed interface Ticket {
    /** A tile to read. */
    record Of(Tile tile) implements Ticket {}

    /** The next row has no permit yet: ship what you hold, then {@link #awaitRow}. */
    record Blocked() implements Ticket {}

    /** No tiles are left. */
    record Exhausted() implements Ticket {}
  }

  private static final Ticket BLOCKED = new Ticket.Blocked();
  private static final Ticket EXHAUSTED = new Ticket.Exhausted();

  private final TileSelector selector;
  private final MaskStitcher stitcher;
  private final TileGrid grid;
  private long nextTile;
  private @Nullable Tile pending;
  private int opened = -1;
  private boolean someoneWaits;
  private volatile long skipped;

  /** A dispenser at the first tile of the stitcher's first row. */
  public TileDispenser(TileGrid grid, TileSelector selector, MaskStitcher stitcher) {
    this.grid = grid;
    this.selector = selector;
    this.stitcher = stitcher;
    this.nextTile = (long) stitcher.firstRow() * grid.columns();
  }

  /** The next tile, without waiting. */
  public synchronized Ticket next() throws IOException {
    for (Tile tile = peek(); tile != null; tile = peek()) {
      if (tile.row() != opened) {
        if (someoneWaits || !stitcher.tryOpenRow(tile.row())) {
          return BLOCKED;
        }
        opened = tile.row();
      }
      pending = null;
      if (selector.selects(tile)) {
        return new Ticket.Of(tile);
      }
      stitcher.skip(tile);
      skipped++;
    }
    return EXHAUSTED;
  }

  private @Nullable Tile peek() {
    if (pending == null && nextTile < grid.size()) {
      pending = grid.tile((int) (nextTile / grid.columns()), (int) (nextTile % grid.columns()));
      nextTile++;
    }
    return pending;
  }

  /** Waits until the next row is open. The caller holds no filled tile. */
  public void awaitRow() throws InterruptedException {
    int row;
    synchronized (this) {
      while (someoneWaits) {
        wait();
      }
      Tile tile = peek();
      if (tile == null || tile.row() == opened) {
        return;
      }
      row = tile.row();
      someoneWaits = true;
    }
    boolean open = false;
    try {
      stitcher.openRow(row);
      open = true;
    } finally {
      synchronized (this) {
        someoneWaits = false;
        opened = open ? row : opened;
        notifyAll();
      }
    }
  }

  /** Tiles skipped so far. */
  public long skipped() {
    return skipped;
  }
}
