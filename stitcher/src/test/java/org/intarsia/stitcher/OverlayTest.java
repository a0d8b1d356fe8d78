package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.intarsia.slideio.RgbImage;
import org.intarsia.stitcher.overlay.BitmapFont;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayTest {
  private static final List<LabelClass> CLASSES =
      List.of(
          new LabelClass("glass", 0xFFFFFF),
          new LabelClass("stroma", 0xFF00FF),
          new LabelClass("blood", 0x00FF00));

  private static MaskLayout layout(int width, int height) {
    return MaskLayout.of(width, height, CLASSES, OptionalDouble.empty(), "slide");
  }

  private static Overlay overlay(MaskLayout layout, byte[] mask, int side, int core) {
    int width = (int) layout.width();
    int height = (int) layout.height();
    OverlaySink sink = OverlaySink.of(layout, 0, side);
    for (int y = 0; y < height; y += core) {
      int rows = Math.min(core, height - y);
      byte[] labels = Arrays.copyOfRange(mask, y * width, (y + rows) * width);
      sink.accept(new MaskBand(y / core, y, width, rows, labels));
    }
    sink.finish();
    return sink.overlay();
  }

  private static RgbImage grey(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 100);
    return new RgbImage(width, height, rgb);
  }

  private static int pixel(RgbImage image, int x, int y) {
    int at = 3 * (y * image.width() + x);
    byte[] rgb = image.rgb();
    return (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | (rgb[at + 2] & 0xFF);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyCellShowsItsMajorityAndCountsAreExact(long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(90);
    int height = 1 + random.nextInt(90);
    byte[] mask = new byte[width * height];
    int[] counts = new int[3];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(3) : i / 40 % 3);
      counts[mask[i]]++;
    }
    int side = 1 + random.nextInt(60);
    int cell = (Math.max(width, height) + side - 1) / side;
    Overlay overlay = overlay(layout(width, height), mask, side, 1 + random.nextInt(40));
    RgbImage image = overlay.render(grey(width, height));
    int[] shown = {0x646464, 0x9E3F9E, 0x3F9E3F};
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int expected = majority(mask, width, height, x / cell * cell, y / cell * cell, cell);
        assertThat(pixel(image, x, y)).isEqualTo(shown[expected]);
      }
    }
    for (int label = 0; label < 3; label++) {
      assertThat(overlay.pixels(label)).isEqualTo(counts[label]);
    }
  }

  private static int majority(byte[] mask, int width, int height, int left, int top, int cell) {
    int[] counts = new int[3];
    for (int y = top; y < Math.min(top + cell, height); y++) {
      for (int x = left; x < Math.min(left + cell, width); x++) {
        counts[mask[y * width + x]]++;
      }
    }
    int best = 0;
    for (int label = 1; label < 3; label++) {
      best = counts[label] > counts[best] ? label : best;
    }
    return best;
  }

  @Test
  void theJpegIsTheSameEveryTimeAndDecodesToTheRendering() throws IOException {
    byte[] mask = new byte[400 * 300];
    Arrays.fill(mask, 0, 200 * 300, (byte) 1);
    Overlay overlay = overlay(layout(400, 300), mask, 100, 64);
    RgbImage thumbnail = grey(200, 150);
    byte[] jpeg = overlay.jpeg(thumbnail);
    assertThat(overlay(layout(400, 300), mask, 100, 32).jpeg(thumbnail)).isEqualTo(jpeg);
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(jpeg));
    RgbImage rendered = overlay.render(thumbnail);
    assertThat(decoded.getWidth()).isEqualTo(rendered.width());
    assertThat(decoded.getHeight()).isEqualTo(rendered.height()).isGreaterThan(150);
    for (int y : new int[] {20, 130}) {
      int blue = decoded.getRGB(100, y) & 0xFF;
      assertThat(blue)
          .isBetween((pixel(rendered, 100, y) & 0xFF) - 4, (pixel(rendered, 100, y) & 0xFF) + 4);
    }
    assertThat(thumbnail.rgb()).as("the thumbnail is not drawn into").containsOnly(100);
  }

  @Test
  void theLegendIsAsWideAsItsLongestLineAlsoBelowATinyThumbnail() {
    Overlay overlay = overlay(layout(1, 1), new byte[1], 1, 1);
    RgbImage image = overlay.render(grey(1, 1));
    assertThat(image.width()).isGreaterThan("glass 100.0 %".length() * 6);
    assertThat(image.height()).isGreaterThan(3 * 9);
  }

  @Test
  void theFontHasAllOfAscii() {
    BitmapFont font = BitmapFont.load();
    StringBuilder missing = new StringBuilder();
    for (int c = ' '; c < 127; c++) {
      if (!font.has(c)) {
        missing.append((char) c);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(font.isSet(0x1F600, 0, 0)).as("a box for what it has not").isTrue();
  }

  @Test
  void messagesNameWhatIsWrong() {
    assertThatThrownBy(() -> OverlaySink.of(layout(3, 3), 3, 9))
        .hasMessage("background must be a label below 3, not 3");
    assertThatThrownBy(() -> OverlaySink.of(layout(3, 3), 0, 0))
        .hasMessage("the larger side of an overlay must be 1 to 8192 cells, not 0");
    OverlaySink sink = OverlaySink.of(layout(3, 3), 0, 9);
    assertThatThrownBy(sink::overlay).hasMessage("the overlay is not finished");
    assertThatThrownBy(sink::finish).hasMessage("the overlay lacks 3 of 3 rows");
    assertThatThrownBy(() -> sink.accept(new MaskBand(0, 0, 3, 1, new byte[] {0, 7, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 7 at row 0 exceeds the 3 classes");
  }
}
