package org.intarsia.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowFitTest {
  private static long computed(TileGrid grid, TileSelector tissue) {
    long pixels = 0;
    for (Tile tile : grid) {
      pixels += tissue.selects(tile) ? (long) grid.window() * grid.window() : 0;
    }
    return pixels;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void neverComputesMoreThanTheWidestAndStaysInPhase(long seed) {
    Random random = new Random(seed);
    int step = 1 << random.nextInt(5);
    Halo halo = Halo.of(step * random.nextInt(6));
    int core = step * (1 + random.nextInt(80));
    int least = halo.total() + step;
    TileGrid widest = new TileGrid(1 + random.nextInt(5000), 1 + random.nextInt(5000), core, halo);
    WindowFit fit = new WindowFit(step, least);
    TileSelector tissue = tile -> tile.core().x() % 7 < 4;
    TileGrid grid = fit.grid(widest, tissue);
    assertThat(grid).isEqualTo(fit.grid(widest, tissue));
    assertThat((widest.core() - grid.core()) % step).isZero();
    assertThat(grid.core()).isBetween(1, widest.core());
    assertThat(grid.window()).isGreaterThanOrEqualTo(least);
    assertThat(grid.halo()).isEqualTo(halo);
    assertThat(computed(grid, tissue)).isLessThanOrEqualTo(computed(widest, tissue));
  }

  @Test
  void aSlideSmallerThanTheWindowGetsASmallerOne() {
    TileGrid widest = new TileGrid(747, 640, 1008, Halo.of(48));
    TileGrid grid = new WindowFit(16, 256).grid(widest, TileSelector.all());
    assertThat(grid.core()).isEqualTo(752);
    assertThat(grid.size()).isEqualTo(1);
  }

  @Test
  void aSlideThatEndsShortlyBehindATileIsDividedEvenly() {
    TileGrid widest = new TileGrid(1300, 1300, 1008, Halo.of(48));
    TileGrid grid = new WindowFit(16, 256).grid(widest, TileSelector.all());
    assertThat(grid.core()).isEqualTo(656);
    assertThat(grid.size()).isEqualTo(4);
  }

  @Test
  void scatteredTissueGetsNarrowerWindows() {
    TileGrid widest = new TileGrid(20_160, 20_160, 1008, Halo.of(48));
    TileSelector crumbs = tile -> tile.core().x() / 2000 != (tile.core().right() - 1) / 2000;
    TileGrid grid = new WindowFit(16, 256).grid(widest, crumbs);
    assertThat(grid.core()).isLessThan(700);
    assertThat(computed(grid, crumbs)).isLessThan(computed(widest, crumbs));
    assertThat(new WindowFit(16, 256).grid(widest, TileSelector.all())).isEqualTo(widest);
  }

  @Test
  void stepAndLeastWindowAreAtLeastOnePixel() {
    assertThatThrownBy(() -> new WindowFit(0, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("step (0 px) and least window (256 px) must be at least 1");
  }
}
