package org.intarsia.tiler;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A lease on N window-sized slots of interleaved 8-bit R G B in one direct buffer.
 *
 * <p>The lease is the credit that bounds pixels in flight: while it is open, nobody else can have
 * these slots. Filled by one thread, then handed to another; not safe from two at once.
 */
public final class TileBatch implements AutoCloseable {
  private final TileBatchPool pool;
  private final ByteBuffer buffer;
  private final List<Tile> tiles;
  private boolean leased;

  TileBatch(TileBatchPool pool) {
    this.pool = pool;
    this.buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(pool.slotBytes() * pool.capacity()))
            .order(ByteOrder.nativeOrder());
    this.tiles = new ArrayList<>(pool.capacity());
  }

  void leased() {
    leased = true;
    tiles.clear();
  }

  /** Side of a slot's window in pixels. */
  public int window() {
    return pool.window();
  }

  /** Number of slots; the batch always runs at this size. */
  public int capacity() {
    return pool.capacity();
  }

  /** Whether every slot has a tile. */
  public boolean isFull() {
    return tiles.size() == capacity();
  }

  /** The tiles in the order of their slots. */
  public List<Tile> tiles() {
    return Collections.unmodifiableList(tiles);
  }

  /**
   * Takes the next slot for a tile.
   *
   * @return the slot, {@code 3 * window * window} bytes, for the caller to fill with the window's
   *     pixels; valid until the batch is closed
   * @throws IllegalStateException if the batch is full or closed
   */
  public ByteBuffer add(Tile tile) {
    checkLeased();
    if (isFull()) {
      throw new IllegalStateException("the batch is full (" + capacity() + " tiles)");
    }
    if (tile.window().width() != window() || tile.window().height() != window()) {
      throw new IllegalArgumentException(
          tile + " has a window of " + tile.window() + ", the batch takes " + window() + " px");
    }
    long start = tiles.size() * pool.slotBytes();
    tiles.add(tile);
    return buffer.slice((int) start, (int) pool.slotBytes()).order(ByteOrder.nativeOrder());
  }

  /**
   * Gives the last slot free again, because its tile could not be read.
   *
   * @throws IllegalStateException if no slot has a tile, or the batch is closed
   */
  public void dropLast() {
    checkLeased();
    if (tiles.isEmpty()) {
      throw new IllegalStateException("the batch has no tile to drop");
    }
    tiles.remove(tiles.size() - 1);
  }

  /**
   * All slots, used or not: N x window x window x 3 bytes in native order; unused slots hold old
   * pixels.
   */
  public ByteBuffer pixels() {
    checkLeased();
    return buffer.duplicate().clear().order(ByteOrder.nativeOrder());
  }

  private void checkLeased() {
    if (!leased) {
      throw new IllegalStateException("the batch was given back to its pool");
    }
  }

  /** Gives the slots back to the pool; a second call does nothing. */
  @Override
  public void close() {
    if (leased) {
      leased = false;
      pool.giveBack(this);
    }
  }
}
