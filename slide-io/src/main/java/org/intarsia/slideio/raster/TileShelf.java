package org.intarsia.slideio.raster;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.intarsia.slideio.raster.DecodedTiles.Use;

/**
 * Decides which decoded tiles are kept: those that a later row of windows wants, and of the others
 * as many as the windows under way touch. Thread-safe.
 *
 * <p><i>Why</i> not Caffeine, nor least recently used: windows with a halo run over a slide row by
 * row, so a tile is wanted in a few passes and never again. A frequency sketch (Caffeine's
 * W-TinyLFU) takes the many touches of spent tiles for popularity and rejects the new ones: in a
 * simulation of a slide 391 tiles wide it decoded each tile three times even with room for four
 * rows. Least recently used decodes once with room for all rows of tiles of a row of windows and
 * one more, and three times with less, because each pass refreshes the row that is no longer
 * wanted. Here a tile that reads of the row say to be the last to want is spent, and spent tiles go
 * first, so only the rows of tiles that two rows of windows share need room, however tall the
 * windows are. Where nobody says so the oldest goes first, and a hit changes nothing.
 */
final class TileShelf {
  /** A tile, decoded or being decoded. */
  static final class Item {
    private final long key;
    private final CompletableFuture<byte[]> tile = new CompletableFuture<>();
    private int bytes;
    private boolean kept;
    private volatile boolean spent;

    Item(long key) {
      this.key = key;
    }

    long key() {
      return key;
    }

    CompletableFuture<byte[]> tile() {
      return tile;
    }
  }

  private final LongConsumer dropped;
  private final Set<Item> wanted = new LinkedHashSet<>();
  private final Set<Item> spent = new LinkedHashSet<>();
  private final Map<Integer, BitSet> seen = new HashMap<>();
  private long different;
  private long limit;
  private long reserve;
  private long held;
  private long heldSpent;

  /**
   * An empty shelf.
   *
   * @param limit bytes that it holds
   * @param dropped told the key of each tile that goes
   */
  TileShelf(long limit, LongConsumer dropped) {
    this.limit = limit;
    this.dropped = dropped;
  }

  /** Holds more or less from now on, with room for spent tiles as {@link #reserve}. */
  synchronized void resize(long bytes, long forSpent) {
    limit = bytes;
    reserve(forSpent);
    shrink();
  }

  /** Holds so many bytes from now on, unless it holds more anyway. */
  synchronized void grow(long bytes) {
    limit = Math.max(limit, bytes);
  }

  /** Spent tiles up to so many bytes, and up to half of the limit, stay as long as the others. */
  synchronized void reserve(long forSpent) {
    reserve = Math.min(limit / 2, forSpent);
  }

  synchronized void put(Item item, int bytes, Use use) {
    item.bytes = bytes;
    item.kept = true;
    item.spent |= use == Use.LAST;
    held += bytes;
    heldSpent += item.spent ? bytes : 0;
    (item.spent ? spent : wanted).add(item);
    count(item.key);
    shrink();
  }

  private void count(long key) {
    BitSet tiles = seen.computeIfAbsent((int) (key >>> 32), level -> new BitSet());
    int tile = (int) key;
    if (!tiles.get(tile)) {
      tiles.set(tile);
      different++;
    }
  }

  /** No later row wants this tile. */
  void retire(Item item) {
    if (!item.spent) {
      retireFirst(item);
    }
  }

  private synchronized void retireFirst(Item item) {
    if (!item.spent) {
      item.spent = true;
      if (item.kept) {
        wanted.remove(item);
        spent.add(item);
        heldSpent += item.bytes;
      }
    }
  }

  private void shrink() {
    while (held > limit) {
      boolean fromSpent = wanted.isEmpty() || heldSpent > reserve;
      Iterator<Item> oldest = (fromSpent ? spent : wanted).iterator();
      Item item = oldest.next();
      oldest.remove();
      held -= item.bytes;
      heldSpent -= item.spent ? item.bytes : 0;
      item.kept = false;
      dropped.accept(item.key);
    }
  }

  synchronized void clear() {
    limit = 0;
    shrink();
  }

  synchronized long differentTiles() {
    return different;
  }
}
