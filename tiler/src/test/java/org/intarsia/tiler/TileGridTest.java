package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileGridTest {
  static java.util.stream.IntStream seeds() {
    return java.util.stream.IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void coresPartitionTheLevelAndWindowsStayInPhase(int seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(64);
    int height = 1 + random.nextInt(64);
    int stride = 1 << random.nextInt(4);
    int core = stride * (1 + random.nextInt(4));
    Halo halo = new Halo(random.nextInt(20), random.nextInt(20));
    TileGrid grid = new TileGrid(width, height, core, halo);
    int[] owners = new int[width * height];
    long count = 0;
    for (Tile tile : grid) {
      count++;
      Region owned = tile.core();
      for (long y = owned.y(); y < owned.bottom(); y++) {
        for (long x = owned.x(); x < owned.right(); x++) {
          owners[(int) (y * width + x)]++;
        }
      }
      assertThat(tile.window().width()).isEqualTo(grid.window());
      assertThat(tile.window().height()).isEqualTo(grid.window());
      assertThat(Math.floorMod(tile.window().x() + halo.before(), stride)).isZero();
      assertThat(Math.floorMod(tile.window().y() + halo.before(), stride)).isZero();
      assertThat(tile.window().contains(owned)).isTrue();
      assertThat(owned.height()).isEqualTo(grid.rowHeight(tile.row()));
      assertThat(grid.tile(tile.row(), tile.column())).isEqualTo(tile);
    }
    assertThat(count).isEqualTo(grid.size());
    assertThat(owners).containsOnly(1);
  }

  @Test
  void refusesWhatLeavesNoCore() {
    assertThatThrownBy(() -> TileGrid.ofWindow(10, 10, 512, Halo.of(300), 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("halo (300 px) must be smaller than half the window (512 px)");
    assertThatThrownBy(() -> TileGrid.ofWindow(10, 10, 250, Halo.of(32), 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "window (250 px) less its halo (32 + 32 px) leaves 186 px, no multiple of the stride"
                + " 16");
    assertThatThrownBy(() -> TileGrid.ofWindow(10, 10, 0, Halo.of(0), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patch must be at least 1 px, not 0");
    assertThatThrownBy(() -> new TileGrid(10, 10, 4, Halo.of(0)).tile(3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no tile (row 3, column 0) in a grid of 3 x 3");
  }
}
