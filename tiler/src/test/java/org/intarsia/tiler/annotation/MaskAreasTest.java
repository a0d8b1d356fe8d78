package org.intarsia.tiler.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskAreasTest {
  @TempDir private Path folder;

  private Path png(int[][] values) throws IOException {
    BufferedImage image =
        new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < values.length; y++) {
      for (int x = 0; x < values[y].length; x++) {
        image.getRaster().setSample(x, y, 0, values[y][x]);
      }
    }
    Path file = folder.resolve("mask.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Rows of runs, with empty rows above, between and below. */
  private static int[][] random(Random random) {
    int[][] values = new int[1 + random.nextInt(40)][1 + random.nextInt(40)];
    for (int[] row : values) {
      int value = 0;
      for (int x = 0; x < row.length && random.nextInt(4) > 0; x++) {
        value = random.nextInt(3) == 0 ? new int[] {0, 1, 7, 255}[random.nextInt(4)] : value;
        row[x] = value;
      }
    }
    return values;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void aPixelIsInTheMaskPixelUnderItsCentre(long seed) throws IOException {
    Random random = new Random(seed);
    int[][] values = random(random);
    int factor = 1 + random.nextInt(5);
    int slideWidth = values[0].length * factor;
    int slideHeight = values.length * factor;
    double scale = new double[] {1, 2, 0.7, 3.3}[random.nextInt(4)];
    int width = (int) Math.max(1, Math.round(slideWidth / scale));
    int height = (int) Math.max(1, Math.round(slideHeight / scale));
    MaskAreas areas = MaskAreas.read(png(values));
    byte[] painted = new byte[width * height];
    byte[] tiled = new byte[width * height];
    int side = 1 + random.nextInt(9);
    for (MaskAreas.Part part : areas.parts()) {
      assertThat(part.className()).isEmpty();
      RoiArea area = areas.area(part, slideWidth, slideHeight);
      byte label = (byte) part.value();
      area.paint(new Region(0, 0, width, height), scale, painted, label);
      Optional<Region> bounds = area.bounds(scale, width, height);
      for (int y = 0; y < height; y += side) {
        for (int x = 0; x < width; x += side) {
          Region tile = new Region(x, y, Math.min(side, width - x), Math.min(side, height - y));
          byte[] labels = new byte[(int) tile.area()];
          area.paint(tile, scale, labels, label);
          boolean any = false;
          for (int i = 0; i < labels.length; i++) {
            int at = (y + i / tile.width()) * width + x + i % tile.width();
            tiled[at] = labels[i] == 0 ? tiled[at] : labels[i];
            any |= labels[i] != 0;
          }
          assertThat(area.touches(tile, scale)).isEqualTo(any);
          if (any) {
            assertThat(bounds.flatMap(tile::intersect)).isPresent();
          }
        }
      }
    }
    byte[] expected = new byte[width * height];
    for (int i = 0; i < expected.length; i++) {
      int x = (int) Math.floor((i % width + 0.5) * scale / factor);
      int y = (int) Math.floor((Math.floorDiv(i, width) + 0.5) * scale / factor);
      expected[i] = (byte) (x < values[0].length && y < values.length ? values[y][x] : 0);
    }
    assertThat(Arrays.mismatch(painted, expected)).isEqualTo(-1);
    assertThat(Arrays.mismatch(tiled, expected)).isEqualTo(-1);
  }

  @Test
  void refusesOtherShapesAndColours() throws IOException {
    MaskAreas areas = MaskAreas.read(png(new int[][] {{0, 5}, {0, 0}}));
    assertThat(areas.parts()).containsExactly(new MaskAreas.Part(5, Optional.empty()));
    assertThatIOException()
        .isThrownBy(() -> areas.area(areas.parts().get(0), 100, 300))
        .withMessageEndingWith(
            "mask.png: a mask of 2 x 2 px does not cover a slide of 100 x 300 px; both have one"
                + " shape");
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(2, 1, 0xFF0102);
    Path file = folder.resolve("color.png");
    ImageIO.write(image, "png", file.toFile());
    assertThatIOException()
        .isThrownBy(() -> MaskAreas.read(file))
        .withMessageContaining(
            "#FF0102 at (2, 1) is no grey value; a mask of ROIs is grey, 0 outside");
    assertThat(MaskAreas.read(png(new int[][] {{0, 0}})).parts()).isEmpty();
  }
}
