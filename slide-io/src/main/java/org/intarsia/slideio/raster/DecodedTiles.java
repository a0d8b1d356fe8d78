package org.intarsia.slideio.raster;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.WindowPass;

/**
 * Keeps the decoded tiles of one slide up to a number of bytes, and joins requests for a tile that
 * another thread is decoding.
 *
 * <p>Tiles that no later row of windows wants go first, then the oldest, however often it was used;
 * see {@link TileShelf}. A failed decoding is not kept. If the decoding thread was interrupted,
 * those who waited for it decode the tile themselves. Thread-safe.
 */
public final class DecodedTiles {
  /** Decodes a tile. */
  @FunctionalInterface
  public interface Loader {
    /** The tile's pixels, interleaved R G B. */
    byte[] load() throws IOException;
  }

  /** Who will want a tile again. */
  public enum Use {
    /** Nobody knows. */
    OPEN,
    /** Only neighbours in the row of windows that is being read. */
    LAST
  }

  /**
   * How a level is divided.
   *
   * @param columns tiles of a row
   * @param tileWidth columns of a tile
   * @param tileHeight rows of a tile
   */
  public record Size(long columns, int tileWidth, int tileHeight) {
    private long rowBytes() {
      return 3L * columns * tileWidth * tileHeight;
    }

    /** The rows of tiles in which the next row of windows begins. */
    private long bytesBetweenRows(WindowPass pass) {
      long most = (pass.overlap() + 2L * tileHeight - 2) / tileHeight;
      return pass.overlap() == 0 ? 0 : most * rowBytes();
    }

    /**
     * The tiles of the windows that are read at once, of as many ahead of them, and of one more.
     */
    private long bytesAtOnce(WindowPass pass) {
      long across = (pass.window().width() + 2L * tileWidth - 2) / tileWidth;
      long down = (pass.window().height() + 2L * tileHeight - 2) / tileHeight;
      long tiles = Math.min(across, columns) * down;
      return 3L * tileWidth * tileHeight * tiles * (2L * pass.readers() + 1);
    }
  }

  private static final long LEAST_BYTES = 32L << 20;
  private static final long MOST_BYTES = 512L << 20;
  private static final long MOST_AT_THE_EDGE = 256L << 20;

  private final ConcurrentHashMap<Long, TileShelf.Item> tiles = new ConcurrentHashMap<>();
  private final TileShelf shelf;
  private final ConcurrentHashMap<Integer, Long> overlaps = new ConcurrentHashMap<>();
  private final boolean adapts;
  private final LongAdder requests = new LongAdder();
  private final LongAdder decodings = new LongAdder();

  /** A cache that keeps at most {@code limit} bytes. */
  public DecodedTiles(long limit) {
    this(limit, false);
  }

  private DecodedTiles(long limit, boolean adapts) {
    this.shelf = new TileShelf(limit, tiles::remove);
    this.adapts = adapts;
  }

  /** A cache of the size that the options ask for, or else of one that suits the slide. */
  public static DecodedTiles of(ReadOptions options, Size finest) {
    return options.cacheBytes().isPresent()
        ? new DecodedTiles(options.cacheBytes().getAsLong(), false)
        : new DecodedTiles(suitable((long) (3.5 * finest.rowBytes())), true);
  }

  private static long suitable(long bytes) {
    long heap = Runtime.getRuntime().maxMemory() / 4;
    return Math.min(heap, Math.max(LEAST_BYTES, Math.min(MOST_BYTES, bytes)));
  }

  /**
   * Makes room for a pass over a level: when its first window is read, and more where the last row
   * of windows mirrors many rows of those above it.
   */
  public void makeRoom(int level, Size size, WindowPass pass) {
    long before = overlaps.getOrDefault(level, -1L);
    if (pass.overlap() <= before) {
      return;
    }
    overlaps.merge(level, pass.overlap(), Math::max);
    long atOnce = size.bytesAtOnce(pass);
    long needed = suitable(size.bytesBetweenRows(pass) + atOnce);
    if (!adapts) {
      shelf.reserve(atOnce);
    } else if (before < 0) {
      shelf.resize(needed, atOnce);
    } else {
      shelf.grow(Math.min(MOST_AT_THE_EDGE, needed));
    }
  }

  /** The tile of this key, as {@link #get(long, Use, Loader)} where nobody knows its use. */
  public byte[] get(long key, Loader loader) throws IOException {
    return get(key, Use.OPEN, loader);
  }

  /**
   * The tile of this key, from memory, from another thread that is decoding it, or decoded.
   *
   * @param key the level in its upper half, the number of the tile in its lower
   */
  public byte[] get(long key, Use use, Loader loader) throws IOException {
    requests.increment();
    while (true) {
      TileShelf.Item mine = new TileShelf.Item(key);
      TileShelf.Item theirs = tiles.putIfAbsent(key, mine);
      if (theirs == null) {
        return decode(mine, use, loader);
      }
      Optional<byte[]> tile = await(theirs.tile());
      if (tile.isPresent()) {
        if (use == Use.LAST) {
          shelf.retire(theirs);
        }
        return tile.get();
      }
    }
  }

  private byte[] decode(TileShelf.Item mine, Use use, Loader loader) throws IOException {
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
        tiles.remove(mine.key(), mine);
        mine.tile().completeExceptionally(failure);
      }
    }
    mine.tile().complete(tile);
    shelf.put(mine, tile.length, use);
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

  /** Forgets all, and keeps nothing from now on. */
  public void clear() {
    shelf.clear();
  }

  /** What was asked and decoded so far. */
  public ReadStatistics statistics() {
    return new ReadStatistics(requests.sum(), decodings.sum());
  }

  /** How many tiles were decoded so far, and how often. */
  public DecodeCount decodeCount() {
    return new DecodeCount(decodings.sum(), shelf.differentTiles());
  }
}
