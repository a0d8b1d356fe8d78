package org.intarsia.slideio.raster;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps the decoded tiles of one slide up to a number of bytes, and joins requests for a tile that
 * another thread is decoding.
 *
 * <p>The oldest tile goes first, however often it was used.
 *
 * <p><i>Why</i> not Caffeine, nor least recently used: windows with a halo run over a slide row by
 * row, so a tile is wanted in three passes and never again; with room for three rows of tiles each
 * is decoded once. A frequency sketch (Caffeine's W-TinyLFU) takes the many touches of spent tiles
 * for popularity and rejects the new ones: in a simulation of a slide 391 tiles wide it decoded
 * each tile three times even with room for four rows. Least recently used decodes once with three
 * rows and three times with less, because each pass refreshes the row that is no longer wanted; the
 * oldest-first order twice, and a hit changes nothing that threads would have to share.
 *
 * <p>A failed decoding is not kept. If the decoding thread was interrupted, those who waited for it
 * decode the tile themselves. Thread-safe.
 */
public final class DecodedTiles {
  /** Decodes a tile. */
  @FunctionalInterface
  public interface Loader {
    /** The tile's pixels, interleaved R G B. */
    byte[] load() throws IOException;
  }

  private static final long LEAST_BYTES = 32L << 20;
  private static final long MOST_BYTES = 512L << 20;

  private final ConcurrentHashMap<Long, CompletableFuture<byte[]>> tiles =
      new ConcurrentHashMap<>();
  private final ArrayDeque<Long> order = new ArrayDeque<>();
  private final long limit;
  private final LongAdder requests = new LongAdder();
  private final LongAdder decodings = new LongAdder();
  private long held;

  /** A cache that keeps at most {@code limit} bytes. */
  public DecodedTiles(long limit) {
    this.limit = limit;
  }

  /**
   * A limit that suits a slide: three and a half rows of tiles, see {@link
   * org.intarsia.slideio.ReadOptions#cacheBytes}.
   *
   * @param columns tiles of a row of the finest level
   * @param rgbTileBytes bytes of one decoded tile
   */
  public static long suitableBytes(long columns, long rgbTileBytes) {
    long rows = (long) (3.5 * columns * rgbTileBytes);
    long heap = Runtime.getRuntime().maxMemory() / 4;
    return Math.min(heap, Math.max(LEAST_BYTES, Math.min(MOST_BYTES, rows)));
  }

  /** The tile of this key, from memory, from another thread that is decoding it, or decoded. */
  public byte[] get(long key, Loader loader) throws IOException {
    requests.increment();
    while (true) {
      CompletableFuture<byte[]> mine = new CompletableFuture<>();
      CompletableFuture<byte[]> theirs = tiles.putIfAbsent(key, mine);
      if (theirs == null) {
        return decode(key, loader, mine);
      }
      Optional<byte[]> tile = await(theirs);
      if (tile.isPresent()) {
        return tile.get();
      }
    }
  }

  private byte[] decode(long key, Loader loader, CompletableFuture<byte[]> promise)
      throws IOException {
    byte[] tile = null;
    Throwable failure = new IllegalStateException("decoding ended early");
    try {
      decodings.increment();
      tile = loader.load();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      if (tile == null) {
        tiles.remove(key, promise);
        promise.completeExceptionally(failure);
      }
    }
    promise.complete(tile);
    keep(key, tile.length);
    return tile;
  }

  /** Empty if the other thread was stopped for a reason of its own. */
  private static Optional<byte[]> await(CompletableFuture<byte[]> promise) throws IOException {
    try {
      return Optional.of(promise.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ClosedChannelException) {
        return Optional.empty();
      }
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private synchronized void keep(long key, int bytes) {
    order.addLast(key);
    held += bytes;
    while (held > limit) {
      CompletableFuture<byte[]> oldest = tiles.remove(order.removeFirst());
      if (oldest != null) {
        held -= oldest.join().length;
      }
    }
  }

  /** Forgets all. */
  public synchronized void clear() {
    order.forEach(tiles::remove);
    order.clear();
    held = 0;
  }

  /** What was asked and decoded so far. */
  public ReadStatistics statistics() {
    return new ReadStatistics(requests.sum(), decodings.sum());
  }
}
