package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MaskStitcherTest {
  private static final Seam CROP = new Seam.Crop();
  private static final byte CANARY = (byte) 0xEE;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  static TileGrid grid(Random random) {
    int core = 1 + random.nextInt(64);
    int largest = Math.min(300, 40 * core);
    Halo halo = new Halo(random.nextInt(20), random.nextInt(20));
    return new TileGrid(1 + random.nextInt(largest), 1 + random.nextInt(largest), core, halo);
  }

  private static byte[] source(TileGrid grid, Random random) {
    byte[] labels = new byte[(int) (grid.width() * grid.height())];
    random.nextBytes(labels);
    return labels;
  }

  /** A window that holds the source in its core and canaries elsewhere, at an odd position. */
  static ByteBuffer window(TileGrid grid, Tile tile, Region covered, byte[] source) {
    ByteBuffer labels = ByteBuffer.allocateDirect((int) covered.area() + 7);
    for (int i = 0; i < labels.capacity(); i++) {
      labels.put(i, CANARY);
    }
    Region core = tile.core();
    for (int y = 0; y < core.height(); y++) {
      int from = (int) ((core.y() + y) * grid.width() + core.x());
      int to = (int) ((core.y() + y - covered.y()) * covered.width() + core.x() - covered.x());
      labels.put(3 + to, source, from, core.width());
    }
    return labels.position(3).limit(3 + (int) covered.area());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tileThenStitchIsTheSource(long seed) throws Exception {
    Random random = new Random(seed);
    TileGrid grid = grid(random);
    byte[] source = source(grid, random);
    RecordingSink sink = new RecordingSink(grid);
    int bands = 1 + random.nextInt(4);
    Delivery.Step step;
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, bands, 0, sink)) {
      step =
          tile -> {
            Region covered = seed % 2 == 0 ? tile.window() : tile.core();
            ByteBuffer labels = window(grid, tile, covered, source);
            stitcher.accept(tile, covered, labels);
            assertThat(labels.position()).isEqualTo(3);
          };
      if (seed % 3 == 0) {
        Delivery.shuffled(grid, stitcher, random, step);
      } else {
        Delivery.concurrent(grid, stitcher, random, 1 + random.nextInt(4), step);
      }
    }
    assertThat(sink.bands()).isEqualTo(grid.rows());
    assertThat(sink.mask()).isEqualTo(source);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void skippedCoresAreBackgroundAndNothingElse(long seed) throws Exception {
    Random random = new Random(seed);
    TileGrid grid = grid(random);
    byte[] source = source(grid, random);
    byte[] expected = source.clone();
    int background = random.nextInt(256);
    BitSet skipped = new BitSet();
    for (Tile tile : grid) {
      if (random.nextBoolean()) {
        skipped.set(tile.row() * grid.columns() + tile.column());
        for (int y = 0; y < tile.core().height(); y++) {
          int from = (int) ((tile.core().y() + y) * grid.width() + tile.core().x());
          Arrays.fill(expected, from, from + tile.core().width(), (byte) background);
        }
      }
    }
    RecordingSink sink = new RecordingSink(grid);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 2, background, sink)) {
      Delivery.shuffled(
          grid,
          stitcher,
          random,
          tile -> {
            if (skipped.get(tile.row() * grid.columns() + tile.column())) {
              stitcher.skip(tile);
            } else {
              Region covered = tile.window();
              stitcher.accept(tile, covered, window(grid, tile, covered, source));
            }
          });
    }
    assertThat(sink.mask()).isEqualTo(expected);
  }

  @Test
  void cropTakesTheClassOfTheLargestProbability() throws IOException {
    TileGrid grid = new TileGrid(3, 1, 3, Halo.of(0));
    RecordingSink sink = new RecordingSink(grid);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 1, 0, sink)) {
      assertThat(stitcher.tryOpenRow(0)).isTrue();
      Region covered = new Region(-1, 0, 4, 1);
      float[] byClass = {0, .4f, .2f, .1f, 1, .4f, .3f, .8f, 1, .2f, .5f, .1f};
      stitcher.accept(grid.tile(0, 0), covered, FloatBuffer.wrap(byClass));
    }
    assertThat(sink.mask()).as("the lowest among equals").containsExactly(0, 2, 1);
  }

  @ParameterizedTest(name = "{0} open bands")
  @ValueSource(ints = {1, 2, 3})
  void theBuffersOfBandsAreReused(int bands) throws IOException {
    TileGrid grid = new TileGrid(40, 200, 10, Halo.of(4));
    Set<byte[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Seam seam : List.of(CROP, new Seam.Feather(2))) {
      buffers.clear();
      try (MaskStitcher stitcher =
          MaskStitcher.of(grid, seam, bands, 0, new BufferCollector(buffers))) {
        Delivery.shuffled(grid, stitcher, new Random(bands), stitcher::skip);
      }
      assertThat(buffers).hasSizeBetween(1, seam.equals(CROP) ? bands : bands + 2);
    }
  }

  private record BufferCollector(Set<byte[]> buffers) implements MaskSink {
    @Override
    public void accept(MaskBand band) {
      buffers.add(band.labels());
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }

  @Test
  void aMissingTileIsNamedAtTheEnd() throws IOException {
    TileGrid grid = new TileGrid(30, 30, 10, Halo.of(1));
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 2, 0, new RecordingSink(grid));
    assertThat(stitcher.tryOpenRow(0)).isTrue();
    for (int column = 0; column < 3; column++) {
      stitcher.skip(grid.tile(0, column));
    }
    assertThat(stitcher.tryOpenRow(1)).isTrue();
    stitcher.skip(grid.tile(1, 0));
    stitcher.skip(grid.tile(1, 2));
    assertThatThrownBy(stitcher::close)
        .isInstanceOfSatisfying(
            IncompleteMaskException.class,
            e -> {
              assertThat(e.missing()).isEqualTo(4);
              assertThat(e.firstRow()).isEqualTo(1);
              assertThat(e.firstColumn()).isEqualTo(1);
            })
        .hasMessage(
            "4 of 9 tiles were never delivered, the first is "
                + "tile (row 1, column 1, core 10 x 10 at (10, 10))");
    stitcher.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMaskThatIsGoneOnWithIsTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    TileGrid grid = grid(random);
    byte[] source = source(grid, random);
    int first = random.nextInt(grid.rows() + 1);
    RecordingSink sink = RecordingSink.after(grid, source, first);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 2, 0, sink)) {
      stitcher.beginAt(first);
      assertThat(stitcher.firstRow()).isEqualTo(first);
      Delivery.Step step =
          tile -> stitcher.accept(tile, tile.window(), window(grid, tile, tile.window(), source));
      Delivery.concurrent(grid, stitcher, random, 3, step);
    }
    assertThat(sink.mask()).isEqualTo(source);
  }

  @Test
  void aMaskIsGoneOnWithBeforeAnythingElse() {
    TileGrid grid = new TileGrid(10, 40, 10, new Halo(0, 0));
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 2, 0, new RecordingSink(grid))) {
      assertThatThrownBy(() -> stitcher.beginAt(5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the first band must be 0 to 4, not 5");
      stitcher.beginAt(2);
      assertThatThrownBy(() -> stitcher.tryOpenRow(0))
          .hasMessage("row 0 cannot be opened: the next one is 2");
      assertThat(stitcher.tryOpenRow(2)).isTrue();
      assertThatThrownBy(() -> stitcher.beginAt(3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("row 2 was opened before");
      stitcher.abandon();
    }
  }

  @Test
  void rowsThatWereNeverOpenedAreMissing() {
    TileGrid grid = new TileGrid(30, 30, 10, Halo.of(1));
    MaskStitcher none = MaskStitcher.of(grid, CROP, 2, 0, new RecordingSink(grid));
    assertThatThrownBy(none::close)
        .hasMessageStartingWith("9 of 9 tiles were never delivered, the first is tile (row 0, col");
    MaskStitcher abandoned = MaskStitcher.of(grid, CROP, 2, 0, new RecordingSink(grid));
    abandoned.abandon();
    abandoned.close();
    assertThatThrownBy(() -> abandoned.tryOpenRow(0)).hasMessage("the stitcher is closed");
  }

  @Test
  void aTileComesOnceAndIntoAnOpenRow() throws IOException {
    TileGrid grid = new TileGrid(20, 30, 10, Halo.of(1));
    MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 2, 0, new RecordingSink(grid));
    assertThatThrownBy(() -> stitcher.skip(grid.tile(0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(grid.tile(0, 0) + " is of a row that was not opened");
    assertThat(stitcher.tryOpenRow(0)).isTrue();
    stitcher.skip(grid.tile(0, 0));
    assertThatThrownBy(() -> stitcher.skip(grid.tile(0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(grid.tile(0, 0) + " was delivered twice");
    stitcher.skip(grid.tile(0, 1));
    assertThatThrownBy(() -> stitcher.skip(grid.tile(0, 1)))
        .as("also when its band is gone")
        .hasMessage(grid.tile(0, 1) + " was delivered twice");
    assertThatThrownBy(() -> stitcher.tryOpenRow(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row 2 cannot be opened: the next one is 1");
    assertThatThrownBy(() -> stitcher.tryOpenRow(0))
        .hasMessage("row 0 cannot be opened: the next one is 1");
    assertThat(stitcher.tryOpenRow(1)).isTrue();
    assertThat(stitcher.tryOpenRow(2)).isTrue();
    assertThatThrownBy(() -> stitcher.tryOpenRow(3))
        .hasMessage("row 3 cannot be opened: all 3 rows were");
  }

  @Test
  void wrongPixelsAreRefusedAndTheTileCanStillCome() throws IOException {
    TileGrid grid = new TileGrid(10, 10, 10, Halo.of(1));
    RecordingSink sink = new RecordingSink(grid);
    Tile tile = grid.tile(0, 0);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, CROP, 1, 0, sink)) {
      assertThat(stitcher.tryOpenRow(0)).isTrue();
      Region small = new Region(0, 0, 9, 10);
      assertThatThrownBy(() -> stitcher.accept(tile, small, ByteBuffer.allocate(90)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              tile + ": the labels cover 9 x 10 at (0, 0), but 10 x 10 at (0, 0) is needed");
      assertThatThrownBy(() -> stitcher.accept(tile, tile.core(), ByteBuffer.allocate(99)))
          .hasMessage(tile + ": 99 labels do not fill 10 x 10 at (0, 0)");
      assertThatThrownBy(() -> stitcher.accept(tile, tile.core(), FloatBuffer.allocate(150)))
          .hasMessage(tile + ": 150 probabilities are not 1 to 256 classes of 10 x 10 at (0, 0)");
      Tile foreign = new TileGrid(20, 20, 10, Halo.of(2)).tile(0, 0);
      assertThatThrownBy(() -> stitcher.skip(foreign)).hasMessageEndingWith("is not of this grid");
      stitcher.accept(tile, tile.core(), ByteBuffer.allocate(100));
    }
    assertThat(sink.bands()).isEqualTo(1);
  }

  @Test
  void argumentsAreNamed() {
    TileGrid grid = new TileGrid(10, 10, 10, Halo.of(1));
    RecordingSink sink = new RecordingSink(grid);
    assertThatThrownBy(() -> MaskStitcher.of(grid, CROP, 0, 0, sink))
        .hasMessage("open bands must be at least 1, not 0");
    assertThatThrownBy(() -> MaskStitcher.of(grid, CROP, 1, 256, sink))
        .hasMessage("background must be a label 0 to 255, not 256");
    TileGrid wide = new TileGrid(3_000_000, 2000, 1024, Halo.of(1));
    assertThatThrownBy(() -> MaskStitcher.of(wide, CROP, 1, 0, sink))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a band of 3000000 x 1024 px exceeds the 2147483639 bytes of an array; use a smaller"
                + " patch");
    TileGrid less = new TileGrid(1_000_000, 2000, 1024, Halo.of(500));
    assertThatThrownBy(() -> MaskStitcher.of(less, new Seam.Feather(8), 1, 0, sink))
        .hasMessageStartingWith("blending 8 classes over 500 px of a band of 1000000 x 1024 px");
  }
}
