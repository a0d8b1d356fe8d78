package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FeatherTest {
  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  /** One case: every window has probabilities of its own; about one tile in five is skipped. */
  private record Scene(TileGrid grid, int classes, int reach, Map<Tile, float[]> windows) {
    static Scene of(Random random) {
      int core = 1 + random.nextInt(24);
      int largest = Math.min(120, 12 * core);
      Halo halo = new Halo(random.nextInt(16), random.nextInt(16));
      TileGrid grid =
          new TileGrid(1 + random.nextInt(largest), 1 + random.nextInt(largest), core, halo);
      return of(grid, 1 + random.nextInt(4), random.nextInt(20), random);
    }

    static Scene of(TileGrid grid, int classes, int reach, Random random) {
      Map<Tile, float[]> windows = new HashMap<>();
      for (Tile tile : grid) {
        if (random.nextInt(5) > 0) {
          windows.put(tile, softmax(random, classes, (int) tile.window().area()));
        }
      }
      return new Scene(grid, classes, reach, windows);
    }

    private static float[] softmax(Random random, int classes, int area) {
      float[] values = new float[classes * area];
      for (int i = 0; i < area; i++) {
        float sum = 0;
        for (int c = 0; c < classes; c++) {
          values[c * area + i] = random.nextFloat();
          sum += values[c * area + i];
        }
        for (int c = 0; c < classes; c++) {
          values[c * area + i] /= sum;
        }
      }
      return values;
    }

    void deliver(MaskStitcher stitcher, Tile tile) throws IOException {
      float[] values = windows.get(tile);
      if (values == null) {
        stitcher.skip(tile);
      } else {
        stitcher.accept(tile, tile.window(), FloatBuffer.wrap(values));
      }
    }

    /** The documented formula, pixel by pixel. */
    byte[] expected(int background) {
      int r =
          Math.min(
              reach,
              Math.min(Math.min(grid.halo().before(), grid.halo().after()), grid.core() / 2));
      byte[] labels = new byte[(int) (grid.width() * grid.height())];
      for (int y = 0; y < grid.height(); y++) {
        for (int x = 0; x < grid.width(); x++) {
          Tile owner = grid.tile(y / grid.core(), x / grid.core());
          labels[(int) (y * grid.width() + x)] =
              windows.containsKey(owner) ? largest(x, y, r, owner) : (byte) background;
        }
      }
      return labels;
    }

    private byte largest(int x, int y, int r, Tile owner) {
      long[] sums = new long[classes];
      for (int row = Math.max(0, owner.row() - 1); row <= owner.row() + 1; row++) {
        for (int column = Math.max(0, owner.column() - 1); column <= owner.column() + 1; column++) {
          if (row < grid.rows() && column < grid.columns()) {
            add(grid.tile(row, column), x, y, r, sums);
          }
        }
      }
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = sums[c] > sums[best] ? c : best;
      }
      return (byte) best;
    }

    private void add(Tile tile, int x, int y, int r, long[] sums) {
      long across = weight(x, tile.core().x(), r, tile.column(), grid.columns());
      long down = weight(y, tile.core().y(), r, tile.row(), grid.rows());
      float[] values = windows.get(tile);
      if (across <= 0 || down <= 0 || values == null) {
        return;
      }
      double full = r == 0 ? 1 : 16.0 * r * r;
      Region window = tile.window();
      int at = (int) ((y - window.y()) * window.width() + x - window.x());
      for (int c = 0; c < classes; c++) {
        double p = values[(int) (c * window.area()) + at];
        sums[c] += (long) (p * (across * down / full) * (1 << 28) + 0.5);
      }
    }

    private long weight(int p, long a, int r, int index, int count) {
      long b = a + grid.core();
      if (r == 0) {
        return p >= a && p < b ? 1 : 0;
      }
      long up = index == 0 ? 4L * r : 2 * (p - a + r) + 1;
      long down = index == count - 1 ? 4L * r : 2 * (b - 1 - p + r) + 1;
      return Math.min(4L * r, Math.min(up, down));
    }
  }

  private static byte[] stitch(Scene scene, int openBands, Random random, int threads)
      throws Exception {
    RecordingSink sink = new RecordingSink(scene.grid());
    Seam seam = new Seam.Feather(scene.classes(), scene.reach());
    try (MaskStitcher stitcher = MaskStitcher.of(scene.grid(), seam, openBands, 9, sink)) {
      Delivery.Step step = tile -> scene.deliver(stitcher, tile);
      if (threads == 0) {
        Delivery.shuffled(scene.grid(), stitcher, random, step);
      } else {
        Delivery.concurrent(scene.grid(), stitcher, random, threads, step);
      }
    }
    return sink.mask();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theMaskFollowsTheFormulaWhateverOrderAndThreads(long seed) throws Exception {
    Random random = new Random(seed);
    Scene scene = Scene.of(random);
    byte[] expected = scene.expected(9);
    assertThat(stitch(scene, 1, random, 0)).isEqualTo(expected);
    assertThat(stitch(scene, 1 + random.nextInt(3), random, 1 + random.nextInt(4)))
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aMaskThatIsGoneOnWithIsTheSame(long seed) throws Exception {
    Random random = new Random(seed);
    Scene scene = Scene.of(random);
    TileGrid grid = scene.grid();
    byte[] whole = scene.expected(9);
    Seam seam = new Seam.Feather(scene.classes(), scene.reach());
    for (int first = 0; first <= grid.rows(); first++) {
      RecordingSink sink = RecordingSink.after(grid, whole, first);
      try (MaskStitcher stitcher = MaskStitcher.of(grid, seam, 1 + random.nextInt(3), 9, sink)) {
        stitcher.beginAt(first);
        Delivery.shuffled(grid, stitcher, random, tile -> scene.deliver(stitcher, tile));
      }
      assertThat(sink.bands()).isEqualTo(grid.rows());
      assertThat(sink.mask()).isEqualTo(whole);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whereWindowsAgreeItIsCrop(long seed) throws Exception {
    Random random = new Random(seed);
    TileGrid grid = MaskStitcherTest.grid(random);
    int width = (int) grid.width();
    byte[] source = new byte[width * (int) grid.height()];
    for (int i = 0; i < source.length; i++) {
      source[i] = (byte) random.nextInt(5);
    }
    RecordingSink sink = new RecordingSink(grid);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Feather(5), 2, 0, sink)) {
      Delivery.shuffled(
          grid,
          stitcher,
          random,
          tile -> {
            Region window = tile.window();
            FloatBuffer values = FloatBuffer.allocate(5 * (int) window.area());
            Arrays.fill(values.array(), 0.19f);
            for (int i = 0; i < window.area(); i++) {
              long x = Math.floorMod(window.x() + i % window.width(), grid.width());
              long y = Math.floorMod(window.y() + i / window.width(), grid.height());
              int label = source[(int) (y * width + x)];
              values.put((int) (label * window.area()) + i, 0.24f);
            }
            stitcher.accept(tile, window, values);
          });
    }
    assertThat(sink.mask()).isEqualTo(source);
  }

  @Test
  void threadsThatAddToTheSamePixelsLoseNothing() throws Exception {
    TileGrid grid = new TileGrid(1024, 384, 512, Halo.of(256));
    for (int seed = 1; seed <= 4; seed++) {
      Scene scene = Scene.of(grid, 3, 256, new Random(seed));
      byte[] alone = stitch(scene, 1, new Random(seed), 0);
      assertThat(stitch(scene, 1, new Random(seed), 2)).isEqualTo(alone);
    }
  }

  @Test
  void aStepBetweenTwoWindowsBecomesAMiddle() throws IOException {
    TileGrid grid = new TileGrid(16, 1, 8, Halo.of(4));
    RecordingSink sink = new RecordingSink(grid);
    try (MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Feather(2), 1, 0, sink)) {
      assertThat(stitcher.tryOpenRow(0)).isTrue();
      stitcher.accept(grid.tile(0, 0), grid.tile(0, 0).window(), uniform(.25f, .75f));
      stitcher.accept(grid.tile(0, 1), grid.tile(0, 1).window(), uniform(1f, 0f));
    }
    assertThat(sink.mask())
        .as("the right window is surer and so wins beyond the border of its core")
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private static FloatBuffer uniform(float first, float second) {
    FloatBuffer values = FloatBuffer.allocate(2 * 16 * 16);
    Arrays.fill(values.array(), 0, 256, first);
    Arrays.fill(values.array(), 256, 512, second);
    return values;
  }

  @Test
  void oneMoreRowThanGivenCanBeOpenBecauseABandWaitsForTheNext() throws IOException {
    TileGrid grid = new TileGrid(8, 32, 8, Halo.of(4));
    RecordingSink sink = new RecordingSink(grid);
    MaskStitcher stitcher = MaskStitcher.of(grid, new Seam.Feather(2), 1, 0, sink);
    assertThat(stitcher.tryOpenRow(0)).isTrue();
    assertThat(stitcher.tryOpenRow(1)).isTrue();
    assertThat(stitcher.tryOpenRow(2)).isFalse();
    stitcher.skip(grid.tile(0, 0));
    assertThat(sink.bands()).isZero();
    assertThat(stitcher.tryOpenRow(2)).isFalse();
    stitcher.skip(grid.tile(1, 0));
    assertThat(sink.bands()).isEqualTo(1);
    assertThat(stitcher.tryOpenRow(2)).isTrue();
  }

  @Test
  void whatIsNoProbabilityIsRefused() throws IOException {
    TileGrid grid = new TileGrid(8, 8, 8, Halo.of(4));
    Tile tile = grid.tile(0, 0);
    for (float wrong : new float[] {Float.NaN, -0.5f, 3}) {
      MaskStitcher stitcher =
          MaskStitcher.of(grid, new Seam.Feather(2), 1, 0, new RecordingSink(grid));
      assertThat(stitcher.tryOpenRow(0)).isTrue();
      FloatBuffer values = uniform(.5f, .5f).put(256 + 16 * 4 + 5, wrong);
      assertThatThrownBy(() -> stitcher.accept(tile, tile.window(), values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(tile + ": the probability of class 1 at (1, 0) is " + wrong);
      assertThatThrownBy(stitcher::close).hasMessage("stitching failed at band 0");
    }
  }

  @Test
  void theNetworkMustCoverTheReach() {
    TileGrid grid = new TileGrid(24, 24, 8, Halo.of(4));
    MaskStitcher stitcher =
        MaskStitcher.of(grid, new Seam.Feather(2, 3), 1, 0, new RecordingSink(grid));
    assertThat(stitcher.tryOpenRow(0)).isTrue();
    Tile tile = grid.tile(0, 1);
    Region less = tile.core().grow(2);
    assertThatThrownBy(() -> stitcher.accept(tile, less, FloatBuffer.allocate(2 * 144)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(
            "the labels cover 12 x 12 at (6, -2), but 14 x 11 at (5, 0) is needed");
    Region enough = tile.core().grow(3);
    assertThatThrownBy(() -> stitcher.accept(tile, enough, FloatBuffer.allocate(196)))
        .hasMessageEndingWith("196 probabilities do not fill 2 classes of 14 x 14 at (5, -3)");
    assertThatThrownBy(() -> stitcher.accept(tile, enough, ByteBuffer.allocate(196)))
        .hasMessage(tile + ": a seam that blends needs probabilities, not labels");
    assertThatThrownBy(() -> new Seam.Feather(0)).hasMessage("classes must be 1 to 256, not 0");
  }
}
