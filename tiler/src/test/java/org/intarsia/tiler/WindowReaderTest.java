package org.intarsia.tiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import net.imglib2.RandomAccessible;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.view.Views;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowReaderTest {
  @ParameterizedTest(name = "position {0} of {1} px shows {2}")
  @CsvSource({
    "0,4,0", "3,4,3", "-1,4,1", "-3,4,3", "-4,4,2", "4,4,2", "6,4,0", "7,4,1", "5,1,0", "-9,1,0",
    "2,2,0", "-1,2,1", "100,3,0"
  })
  void mirrorsWithoutRepeatingTheEdge(long position, long length, long shown) {
    assertThat(WindowReader.mirror(position, length)).isEqualTo(shown);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void equalsTheMirrorOfImgLib2AtEveryPixel(int seed) throws IOException {
    Random random = new Random(seed);
    int width = 2 + random.nextInt(40);
    int height = 2 + random.nextInt(40);
    ArrayImg<IntType, IntArray> image = ArrayImgs.ints(width, height);
    image.forEach(pixel -> pixel.set(0));
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getAt(x, y).set(AnalyticSlide.noise(0, 1, x, y));
      }
    }
    RandomAccessible<IntType> mirrored = Views.extendMirrorSingle(image);
    WindowReader reader = WindowReader.of(AnalyticSlide.of(width, height, AnalyticSlide::noise), 0);
    for (int round = 0; round < 20; round++) {
      int side = 1 + random.nextInt(64);
      Region window = new Region(random.nextInt(120) - 70L, random.nextInt(120) - 70L, side, side);
      ByteBuffer rgb = ByteBuffer.allocateDirect(3 * side * side);
      reader.read(window, rgb);
      assertThat(rgb.hasRemaining()).isFalse();
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          int expected = mirrored.getAt(window.x() + x, window.y() + y).get();
          assertThat(rgb.get(3 * (y * side + x) + 1) & 0xFF)
              .as("x %d, y %d of %s in %d x %d", x, y, window, width, height)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aSlideOfOnePixelFillsTheWindow() throws IOException {
    WindowReader reader = WindowReader.of(AnalyticSlide.of(1, 1, AnalyticSlide::noise), 0);
    ByteBuffer rgb = ByteBuffer.allocate(3 * 25);
    reader.read(new Region(-2, -2, 5, 5), rgb);
    byte[] all = rgb.array();
    for (int i = 0; i < all.length; i++) {
      assertThat(all[i] & 0xFF).isEqualTo(AnalyticSlide.noise(0, i % 3, 0, 0));
    }
  }
}
