package org.intarsia.pipeline.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.classifier.masks.MaskFeatures;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.PolygonRaster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoiCountersTest {
  private static final FeatureSettings SETTINGS = new FeatureSettings(List.of(1, 3), 2);

  private static Roi box(String name, double x, double y, double width, double height) {
    return new Roi(name, PolygonRaster.of(Annotation.box(x, y, width, height)));
  }

  private static byte[] mask(Random random, int width, int height) {
    byte[] labels = new byte[width * height];
    for (int i = 0; i < labels.length; i++) {
      boolean same = i >= width && random.nextInt(3) > 0;
      labels[i] = same ? labels[i - width] : (byte) random.nextInt(3);
    }
    return labels;
  }

  /** Boxes that overlap, in bands of changing heights, against each box cut out of the mask. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void countsWhatTheCutOutHasHoweverItIsCutIntoBands(long seed) {
    Random random = new Random(seed);
    int width = 20 + random.nextInt(60);
    int height = 20 + random.nextInt(60);
    double scale = seed % 2 == 0 ? 1 : 2.5;
    byte[] labels = mask(random, width, height);
    List<Roi> rois = new ArrayList<>();
    List<Region> parts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int x = random.nextInt(width - 1);
      int y = random.nextInt(height - 1);
      Region part = new Region(x, y, 1 + random.nextInt(width - x), 1 + random.nextInt(height - y));
      parts.add(part);
      rois.add(box("roi-" + i, x * scale, y * scale, part.width() * scale, part.height() * scale));
    }
    RoiCounters counters = RoiCounters.of(rois, new RoiFrame(scale, width, height), 3, SETTINGS);
    for (int y = 0; y < height; ) {
      int rows = Math.min(height - y, 1 + random.nextInt(20));
      byte[] band = Arrays.copyOfRange(labels, y * width, (y + rows) * width);
      byte[] before = band.clone();
      counters.accept(new Region(0, y, width, rows), band);
      assertThat(Arrays.mismatch(band, before)).isEqualTo(-1);
      y += rows;
    }
    for (int i = 0; i < parts.size(); i++) {
      Region part = parts.get(i);
      byte[] cut = new byte[(int) part.area()];
      for (int row = 0; row < part.height(); row++) {
        int from = (int) ((part.y() + row) * width + part.x());
        System.arraycopy(labels, from, cut, row * part.width(), part.width());
      }
      MaskFeatures expected = MaskFeatures.of(3, SETTINGS).accept(cut, part.width(), part.height());
      List<String> names = List.of("a", "b", "c");
      assertThat(counters.counts().get(i).features(names, 0, OptionalDouble.of(0.5)).asMap())
          .isEqualTo(expected.features(names, 0, OptionalDouble.of(0.5)).asMap());
    }
  }

  @Test
  void saysWhichRoiIsBesideOrNotPassedYet() {
    RoiFrame frame = new RoiFrame(2, 10, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoiCounters.of(List.of(box("far-1", 30, 0, 5, 5)), frame, 2, SETTINGS))
        .withMessage(
            "no pixel of the 10 x 10 px lies in far-1; areas are in pixels of the slide's level 0,"
                + " 2.0 of them a pixel");
    RoiCounters counters = RoiCounters.of(List.of(box("a-1", 0, 0, 4, 4)), frame, 2, SETTINGS);
    counters.accept(new Region(0, 0, 10, 1), new byte[10]);
    assertThatIllegalStateException()
        .isThrownBy(counters::counts)
        .withMessage("a-1 is not counted yet");
    assertThat(RoiCounters.none().counts()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void tilesAreThoseThatAPixelLiesIn(long seed) {
    Random random = new Random(seed);
    double scale = 0.5 + random.nextInt(4);
    TileGrid grid =
        new TileGrid(
            50 + random.nextInt(50),
            50 + random.nextInt(50),
            1 + random.nextInt(20),
            new Halo(random.nextInt(8), random.nextInt(8)));
    RoiFrame frame = new RoiFrame(scale, (int) grid.width(), (int) grid.height());
    List<Roi> rois =
        List.of(
            box("a", 10.4 * scale, 7.7 * scale, 9.3 * scale, 21 * scale),
            box("b", 30 * scale, 40 * scale, 0.4 * scale, 0.4 * scale),
            box("c", 40.2 * scale, 40.2 * scale, 0.5 * scale, 0.5 * scale));
    for (RoiTiles.Reach reach : RoiTiles.Reach.values()) {
      RoiTiles tiles = RoiTiles.of(grid, rois, frame, reach);
      long count = 0;
      for (Tile tile : grid) {
        Region seen = reach == RoiTiles.Reach.CORE ? tile.core() : tile.window();
        byte[] labels = new byte[(int) seen.area()];
        rois.forEach(roi -> roi.area().paint(seen, scale, labels, (byte) 1));
        boolean any = false;
        for (byte label : labels) {
          any |= label != 0;
        }
        assertThat(tiles.selects(tile)).isEqualTo(any);
        count += any ? 1 : 0;
      }
      assertThat(tiles.count()).isEqualTo(count);
      assertThat(tiles.beside().stream().map(Roi::name)).containsExactly("b");
    }
  }
}
