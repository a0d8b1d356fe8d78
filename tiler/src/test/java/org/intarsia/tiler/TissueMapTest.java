package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TissueMapTest {
  private static final int[] PINK = {220, 150, 190};

  private static AnalyticSlide discs(int side, long[][] discs) {
    return AnalyticSlide.of(
        side,
        side,
        (level, c, x, y) -> {
          for (long[] disc : discs) {
            if ((x - disc[0]) * (x - disc[0]) + (y - disc[1]) * (y - disc[1])
                <= disc[2] * disc[2]) {
              return PINK[c];
            }
          }
          return 238 + AnalyticSlide.noise(level, c, x, y) % 6;
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void noTissueIsLostAndFarGlassIsSkipped(int seed) throws IOException {
    Random random = new Random(seed);
    int side = 600 + random.nextInt(400);
    long[][] discs = new long[3][];
    for (int i = 0; i < discs.length; i++) {
      discs[i] = new long[] {random.nextInt(side), random.nextInt(side), 30 + random.nextInt(60)};
    }
    TissueMap map = TissueMap.of(discs(side, discs), side, side);
    int reach = (TissueMap.MARGIN_CELLS + 2) * map.cell();
    int skipped = 0;
    for (Tile tile : new TileGrid(side, side, 32, Halo.of(8))) {
      double nearest = Double.MAX_VALUE;
      for (long[] disc : discs) {
        nearest = Math.min(nearest, distance(tile.core(), disc) - disc[2]);
      }
      if (nearest < 0) {
        assertThat(map.selects(tile)).as("%s holds tissue", tile).isTrue();
      }
      if (nearest > 1.5 * reach) {
        assertThat(map.selects(tile)).as("%s is far from tissue", tile).isFalse();
        skipped++;
      }
    }
    assertThat(skipped).isPositive();
  }

  private static double distance(Region core, long[] disc) {
    double dx = Math.max(0, Math.max(core.x() - disc[0], disc[0] - (core.right() - 1)));
    double dy = Math.max(0, Math.max(core.y() - disc[1], disc[1] - (core.bottom() - 1)));
    return Math.hypot(dx, dy);
  }

  @Test
  void aSlideWithoutColourIsAllTissue() throws IOException {
    AnalyticSlide grey = AnalyticSlide.of(100, 100, (l, c, x, y) -> (int) (x + y));
    TissueMap map = TissueMap.of(grey, 100, 100);
    assertThat(map.threshold()).isEqualTo(-1);
    assertThat(map.tissueFraction()).isEqualTo(1);
  }

  @Test
  void anEmptySlideHasNoTissueAndAFullOneIsAllTissue() throws IOException {
    assertThat(TissueMap.of(discs(200, new long[0][]), 200, 200).tissueFraction()).isZero();
    TissueMap full = TissueMap.of(discs(200, new long[][] {{100, 100, 1000}}), 200, 200);
    assertThat(full.tissueFraction()).isEqualTo(1);
  }

  @Test
  void otsuSplitsTwoGroups() {
    int[] histogram = new int[256];
    for (int i = 0; i < 20; i++) {
      histogram[i] = 100;
      histogram[120 + i] = 50;
    }
    assertThat(TissueMap.otsu(histogram)).isBetween(19, 119);
  }
}
