package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.tiler.WorkingLevel.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingLevelTest {
  private static AnalyticSlide pyramid(OptionalDouble mpp) {
    return AnalyticSlide.of(
        List.of(
            AnalyticSlide.level(0, 1000, 600),
            AnalyticSlide.level(1, 500, 300),
            AnalyticSlide.level(2, 125, 75)),
        mpp,
        AnalyticSlide::noise);
  }

  private static WorkingLevel choose(double slide, double model) {
    return WorkingLevel.choose(
        pyramid(OptionalDouble.of(slide)).metadata(), Wish.ofModel(OptionalDouble.of(model)));
  }

  @Test
  void aLevelWithinFivePerCentIsTakenAsItIs() {
    assertThat(choose(0.499, 0.5))
        .isEqualTo(new WorkingLevel(0, 1000, 600, OptionalDouble.of(0.499), false, ""));
    assertThat(choose(0.25, 0.5).sourceLevel()).isEqualTo(1);
    assertThat(choose(0.25, 0.5).resampled()).isFalse();
  }

  @Test
  void otherwiseTheNextFinerLevelIsResampled() {
    WorkingLevel level = choose(0.25, 1.0);
    assertThat(level.sourceLevel()).isEqualTo(1);
    assertThat(level.resampled()).isTrue();
    assertThat(level.width()).isEqualTo(250);
    assertThat(level.height()).isEqualTo(150);
    assertThat(level.micronsPerPixel()).hasValue(1.0);
  }

  @Test
  void aCoarserSlideIsEnlargedUpToTwiceAndThenRefused() {
    assertThat(choose(0.75, 0.5).width()).isEqualTo(1500);
    assertThat(choose(0.75, 0.5).note()).contains("enlarged from 0.75 to 0.5 um/px");
    assertThatThrownBy(() -> choose(2.0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("analytic has 2.0 um/px")
        .hasMessageContaining("--level 0");
  }

  @Test
  void anUnknownPixelSizeIsSaidAndAnOverrideIsUsed() {
    Wish wish = Wish.ofModel(OptionalDouble.of(0.5));
    WorkingLevel unknown = WorkingLevel.choose(pyramid(OptionalDouble.empty()).metadata(), wish);
    assertThat(unknown.sourceLevel()).isZero();
    assertThat(unknown.note()).contains("does not say its micrometres per pixel");
    WorkingLevel overridden =
        WorkingLevel.choose(
            pyramid(OptionalDouble.of(9)).metadata(),
            new Wish(OptionalDouble.of(0.5), OptionalDouble.of(0.25), OptionalInt.empty()));
    assertThat(overridden.sourceLevel()).isEqualTo(1);
    WorkingLevel forced =
        WorkingLevel.choose(
            pyramid(OptionalDouble.of(0.25)).metadata(),
            new Wish(OptionalDouble.of(0.25), OptionalDouble.empty(), OptionalInt.of(2)));
    assertThat(forced.sourceLevel()).isEqualTo(2);
    assertThat(forced.micronsPerPixel()).hasValue(2.0);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void resampledTilesAreTheMeansOfTheirAreaAndHaveNoSeams(int seed) throws IOException {
    Random random = new Random(seed);
    int sourceWidth = 1 + random.nextInt(60);
    int sourceHeight = 1 + random.nextInt(60);
    int width = 1 + random.nextInt(60);
    int height = 1 + random.nextInt(60);
    AnalyticSlide slide = AnalyticSlide.of(sourceWidth, sourceHeight, AnalyticSlide::noise);
    WorkingLevel level = new WorkingLevel(0, width, height, OptionalDouble.empty(), true, "");
    SlideReader view = level.view(slide);
    byte[] whole = read(view, new Region(0, 0, width, height));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          double mean =
              areaMean(
                  c,
                  (double) x * sourceWidth / width,
                  (double) (x + 1) * sourceWidth / width,
                  (double) y * sourceHeight / height,
                  (double) (y + 1) * sourceHeight / height);
          assertThat((double) (whole[3 * (y * width + x) + c] & 0xFF))
              .isBetween(mean - 0.51, mean + 0.51);
        }
      }
    }
    for (int round = 0; round < 10; round++) {
      Region part =
          new Region(
              random.nextInt(width + 10) - 5L,
              random.nextInt(height + 10) - 5L,
              1 + random.nextInt(20),
              1 + random.nextInt(20));
      assertThat(read(view, part)).isEqualTo(cut(whole, width, height, part));
    }
  }

  private static byte[] read(SlideReader reader, Region region) throws IOException {
    ByteBuffer rgb = ByteBuffer.allocate((int) (3 * region.area()));
    reader.read(0, region, rgb);
    return rgb.array();
  }

  private static byte[] cut(byte[] whole, int width, int height, Region part) {
    ByteBuffer out = ByteBuffer.allocate((int) (3 * part.area()));
    for (long y = part.y(); y < part.bottom(); y++) {
      for (long x = part.x(); x < part.right(); x++) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        for (int c = 0; c < 3; c++) {
          out.put(
              inside
                  ? whole[(int) (3 * (y * width + x) + c)]
                  : (byte) (AnalyticSlide.BACKGROUND >> (16 - 8 * c)));
        }
      }
    }
    return out.array();
  }

  private static double areaMean(
      int channel, double left, double right, double top, double bottom) {
    double sum = 0;
    for (long y = (long) top; y < Math.ceil(bottom - 1e-9); y++) {
      for (long x = (long) left; x < Math.ceil(right - 1e-9); x++) {
        double w = Math.min(right, x + 1.0) - Math.max(left, (double) x);
        double h = Math.min(bottom, y + 1.0) - Math.max(top, (double) y);
        sum += Math.max(0, w) * Math.max(0, h) * AnalyticSlide.noise(0, channel, x, y);
      }
    }
    return sum / ((right - left) * (bottom - top));
  }
}
