package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.WindowReader;

/**
 * The stages before the network, on one thread, each with a slide that is opened anew: nothing is
 * decoded yet when a turn begins.
 */
public final class ReadingStages {
  /** A way of reading, with what it decoded. */
  public interface Reading extends Rounds.Contender {
    /** How often tiles were decoded in the last turn; empty where the reader does not count. */
    Optional<DecodeCount> decodeCount();
  }

  private interface Work {
    void on(SlideReader reader) throws IOException, InterruptedException;
  }

  private static final class Stage implements Reading {
    private final String name;
    private final TileGrid grid;
    private final Path slide;
    private final ReadOptions options;
    private final Work work;
    private Optional<DecodeCount> decodeCount = Optional.empty();

    Stage(String name, TileGrid grid, Path slide, ReadOptions options, Work work) {
      this.name = name;
      this.grid = grid;
      this.slide = slide;
      this.options = options;
      this.work = work;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public double megapixels() {
      return 1e-6 * grid.width() * grid.height();
    }

    @Override
    public double turn() throws IOException, InterruptedException {
      long start = System.nanoTime();
      try (SlideReader reader = SlideReaders.open(slide, options)) {
        work.on(reader);
        decodeCount = reader.decodeCount();
      }
      return (System.nanoTime() - start) * 1e-9;
    }

    @Override
    public Optional<DecodeCount> decodeCount() {
      return decodeCount;
    }
  }

  private ReadingStages() {}

  /**
   * The stages for a level of a slide.
   *
   * @param options how it is read
   * @param level index of the level
   * @param grid tiles of that level
   * @param label what to call this way of reading
   */
  public static List<Reading> of(
      Path slide, ReadOptions options, int level, TileGrid grid, String label) {
    return List.of(
        new Stage(
            "decode" + label,
            grid,
            slide,
            options.withCacheBytes(0),
            reader -> decode(reader, level)),
        windows("decode, mirror, batch" + label, slide, options, level, grid));
  }

  /**
   * The windows of a grid in its order, into batches.
   *
   * @param name what to call it
   * @param options how the slide is read
   * @param level index of the level
   * @param grid tiles of that level
   */
  public static Reading windows(
      String name, Path slide, ReadOptions options, int level, TileGrid grid) {
    return new Stage(name, grid, slide, options, reader -> windows(reader, level, grid));
  }

  /** Every tile of the file once, as it lies. */
  private static void decode(SlideReader reader, int index) throws IOException {
    PyramidLevel level = reader.metadata().level(index);
    ByteBuffer tile =
        ByteBuffer.allocateDirect(Math.toIntExact(3L * level.tileWidth() * level.tileHeight()));
    for (long y = 0; y < level.height(); y += level.tileHeight()) {
      for (long x = 0; x < level.width(); x += level.tileWidth()) {
        int width = (int) Math.min(level.tileWidth(), level.width() - x);
        int height = (int) Math.min(level.tileHeight(), level.height() - y);
        reader.read(index, new Region(x, y, width, height), tile.clear());
      }
    }
  }

  private static void windows(SlideReader reader, int level, TileGrid grid)
      throws IOException, InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, 4, grid.window());
    WindowReader windows = WindowReader.of(reader, level, grid, 1);
    TileBatch batch = pool.lease();
    for (Tile tile : grid) {
      if (batch.isFull()) {
        batch.close();
        batch = pool.lease();
      }
      windows.read(tile.window(), batch.add(tile));
    }
    batch.close();
  }
}
