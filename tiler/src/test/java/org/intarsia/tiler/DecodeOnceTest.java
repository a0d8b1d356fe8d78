package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiff.TiffCompression;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeOnceTest {
  private static final int WIDTH = 10_000;
  private static final int HEIGHT = 9_000;

  @TempDir private Path folder;

  private Path slide(int tile) throws IOException {
    return slide(tile, HEIGHT);
  }

  /** A slide whose tiles are all one block of the file. */
  private Path slide(int tile, int height) throws IOException {
    int columns = (WIDTH + tile - 1) / tile;
    int rows = (height + tile - 1) / tile;
    Path file = folder.resolve("slide-" + tile + ".tif");
    try (TiffWriter writer = TiffWriter.create(file, Variant.CLASSIC, ByteOrder.LITTLE_ENDIAN)) {
      long[] offsets = new long[columns * rows];
      Arrays.fill(offsets, writer.append(new byte[3 * tile * tile]));
      long[] counts = new long[columns * rows];
      Arrays.fill(counts, 3L * tile * tile);
      writer.finish(
          List.of(
              new TiffDirectoryDraft()
                  .longs(TiffTag.IMAGE_WIDTH, WIDTH)
                  .longs(TiffTag.IMAGE_LENGTH, height)
                  .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                  .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                  .shorts(TiffTag.COMPRESSION, TiffCompression.NONE)
                  .shorts(TiffTag.PHOTOMETRIC, 2)
                  .shorts(TiffTag.TILE_WIDTH, tile)
                  .shorts(TiffTag.TILE_LENGTH, tile)
                  .offsets(TiffTag.TILE_OFFSETS, offsets)
                  .longs(TiffTag.TILE_BYTE_COUNTS, counts)));
    }
    return file;
  }

  /** Hands out windows in order, none far ahead of one that a slow reader has not done yet. */
  private static final class Pace {
    private final long size;
    private final int lead;
    private final SortedSet<Long> underWay = new TreeSet<>();
    private long next;

    Pace(long size, int lead) {
      this.size = size;
      this.lead = lead;
    }

    synchronized long next() throws InterruptedException {
      while (!underWay.isEmpty() && next - underWay.first() >= lead) {
        wait();
      }
      if (next == size) {
        return -1;
      }
      underWay.add(next);
      return next++;
    }

    synchronized void done(long window) {
      underWay.remove(window);
      notifyAll();
    }
  }

  private interface Windows {
    WindowReader reader();
  }

  /** Reads the selected tiles in the grid's order, as the readers of a run do. */
  private static void readAll(TileGrid grid, TileSelector selector, int readers, Windows windows)
      throws Exception {
    Pace pace = new Pace(grid.size(), 2 * readers);
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        all.add(
            threads.submit(
                () -> {
                  WindowReader reader = windows.reader();
                  ByteBuffer rgb = ByteBuffer.allocateDirect(3 * grid.window() * grid.window());
                  for (long n = pace.next(); n >= 0; n = pace.next()) {
                    Tile tile = grid.tile((int) (n / grid.columns()), (int) (n % grid.columns()));
                    if (selector.selects(tile)) {
                      reader.read(tile.window(), rgb.clear());
                    }
                    pace.done(n);
                  }
                  return true;
                }));
      }
      for (Future<Boolean> each : all) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static DecodeCount pass(SlideReader slide, TileGrid grid, int readers) throws Exception {
    readAll(grid, TileSelector.all(), readers, () -> WindowReader.of(slide, 0, grid, readers));
    return slide.decodeCount().orElseThrow();
  }

  private static long tiles(int tile) {
    return tiles(tile, HEIGHT);
  }

  private static long tiles(int tile, int height) {
    return (long) ((WIDTH + tile - 1) / tile) * ((height + tile - 1) / tile);
  }

  @ParameterizedTest(name = "windows of {0} px, halo {1}, tiles of {2} px, {3} readers")
  @CsvSource({
    "256,32,256,1",
    "256,32,240,3",
    "1104,48,240,1",
    "1104,48,256,4",
    "2064,48,256,1",
    "2064,48,240,3"
  })
  void decodesEachTileOnceInACacheThatSuitsTheSlide(int window, int halo, int tile, int readers)
      throws Exception {
    TileGrid grid = TileGrid.ofWindow(WIDTH, HEIGHT, window, Halo.of(halo), 16);
    try (SlideReader slide = SlideReaders.open(slide(tile))) {
      DecodeCount count = pass(slide, grid, readers);
      assertThat(count.tiles()).isEqualTo(tiles(tile));
      assertThat(count.perTile()).as(count.toString()).isLessThanOrEqualTo(1.05);
    }
  }

  /** The last row of windows has 160 px of its own and mirrors what lies above. */
  @ParameterizedTest(name = "windows of {0} px, height {1}")
  @CsvSource({"1104,9232", "2064,10000"})
  void alsoWhereTheLastWindowsMirrorMuch(int window, int height) throws Exception {
    TileGrid grid = TileGrid.ofWindow(WIDTH, height, window, Halo.of(48), 16);
    try (SlideReader slide = SlideReaders.open(slide(256, height))) {
      DecodeCount count = pass(slide, grid, 2);
      assertThat(count.tiles()).isEqualTo(tiles(256, height));
      assertThat(count.perTile()).as(count.toString()).isLessThanOrEqualTo(1.01);
    }
  }

  /** Room for two rows of tiles and two windows; a window of 1104 px alone spans six rows. */
  @ParameterizedTest(name = "windows of {0} px, halo {1}, tiles of {2} px")
  @CsvSource({"256,32,256", "1104,48,240", "1104,48,256", "2064,48,256"})
  void decodesEachTileOnceWithRoomForTheRowsThatWindowsShare(int window, int halo, int tile)
      throws Exception {
    TileGrid grid = TileGrid.ofWindow(WIDTH, HEIGHT, window, Halo.of(halo), 16);
    long rows = 2L * 3 * tile * (WIDTH + tile);
    long windows = 2L * 3 * (window + 2L * tile) * (window + 2L * tile);
    ReadOptions options = ReadOptions.defaults().withCacheBytes(rows + windows);
    Path file = slide(tile);
    try (SlideReader slide = SlideReaders.open(file, options)) {
      DecodeCount count = pass(slide, grid, 1);
      assertThat(count.tiles()).isEqualTo(tiles(tile));
      assertThat(count.perTile()).as(count.toString()).isLessThanOrEqualTo(1.05);
    }
    if (window == 1104) {
      try (SlideReader slide = SlideReaders.open(file, options)) {
        readAll(grid, TileSelector.all(), 1, () -> WindowReader.of(slide, 0));
        DecodeCount count = slide.decodeCount().orElseThrow();
        assertThat(count.perTile()).as("unannounced: " + count).isGreaterThan(1.2);
      }
    }
  }

  @Test
  void tilesThatAreSkippedDoNotFillTheCache() throws Exception {
    TileGrid grid = TileGrid.ofWindow(WIDTH, HEIGHT, 256, Halo.of(32), 16);
    TileSelector selector = tile -> (tile.column() / 7 + tile.row() / 2) % 2 == 0;
    ReadOptions options = ReadOptions.defaults().withCacheBytes(3L * 3 * 240 * WIDTH);
    try (SlideReader slide = SlideReaders.open(slide(240), options)) {
      readAll(grid, selector, 2, () -> WindowReader.of(slide, 0, grid, 2));
      DecodeCount count = slide.decodeCount().orElseThrow();
      assertThat(count.tiles()).isBetween(800L, tiles(240));
      assertThat(count.perTile()).as(count.toString()).isLessThanOrEqualTo(1.05);
    }
  }

  @ParameterizedTest(name = "1 / {0} of the size")
  @CsvSource({"1.6", "3.7"})
  void alsoOfALevelThatIsResampled(double factor) throws Exception {
    try (SlideReader slide = SlideReaders.open(slide(240))) {
      WorkingLevel level =
          new WorkingLevel(
              0,
              Math.round(WIDTH / factor),
              Math.round(HEIGHT / factor),
              OptionalDouble.empty(),
              true,
              "");
      SlideReader view = level.view(slide);
      TileGrid grid = TileGrid.ofWindow(level.width(), level.height(), 592, Halo.of(48), 16);
      DecodeCount count = pass(view, grid, 3);
      assertThat(count.tiles()).isEqualTo(tiles(240));
      assertThat(count.perTile()).as(count.toString()).isLessThanOrEqualTo(1.05);
    }
  }

  @Test
  void countsForPeople() {
    assertThat(new DecodeCount(1632, 1600)).hasToString("decoded 1632 of 1600 tiles, x1.02");
    assertThat(new DecodeCount(0, 0).perTile()).isEqualTo(1);
  }
}
