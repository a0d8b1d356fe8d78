package org.intarsia.slideio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LevelImagesTest {
  @TempDir private Path folder;

  private SlideReader open(BufferedImage image) throws IOException {
    Path file = folder.resolve("image.png");
    ImageIO.write(image, "png", file.toFile());
    return SlideReaders.open(file);
  }

  @Test
  void everyPixelEqualsTheReaders() throws IOException {
    BufferedImage picture = TestImages.soft(300, 270, 6);
    byte[] rgb = TestImages.rgb(picture);
    try (SlideReader reader = open(picture)) {
      RandomAccessibleInterval<UnsignedByteType> image = LevelImages.of(reader, 0, 100_000);
      assertThat(image.dimensionsAsLongArray()).containsExactly(300, 270, 3);
      RandomAccess<UnsignedByteType> access = image.randomAccess();
      for (int y = 0; y < 270; y++) {
        for (int x = 0; x < 300; x++) {
          for (int c = 0; c < 3; c++) {
            int value = access.setPositionAndGet(x, y, c).get();
            if (value != (rgb[3 * (y * 300 + x) + c] & 0xFF)) {
              assertThat(value).as("(%d, %d, %d)", x, y, c).isEqualTo(rgb[3 * (y * 300 + x) + c]);
            }
          }
        }
      }
    }
  }

  @Test
  void aClosedReaderShowsItself() throws IOException {
    SlideReader reader = open(TestImages.soft(10, 10, 6));
    RandomAccessibleInterval<UnsignedByteType> image = LevelImages.of(reader, 0, 1000);
    reader.close();
    assertThatThrownBy(() -> image.getAt(0, 0, 0))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(ClosedChannelException.class);
  }

  @Test
  void levelsThatDoNotExistAreRefused() throws IOException {
    try (SlideReader reader = open(TestImages.soft(10, 10, 6))) {
      assertThatThrownBy(() -> LevelImages.of(reader, 1, 1000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("image.png has levels 0 to 0, not 1");
    }
  }
}
