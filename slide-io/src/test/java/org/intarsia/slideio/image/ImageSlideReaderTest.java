package org.intarsia.slideio.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSlideReaderTest {
  @TempDir private Path folder;

  @Nested
  class OnPng extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("contract.png");
      ImageIO.write(TestImages.soft(80, 61, 3), "png", file.toFile());
      return SlideReaders.open(file);
    }
  }

  private static byte[] whole(SlideReader reader) throws IOException {
    int width = (int) reader.metadata().level(0).width();
    int height = (int) reader.metadata().level(0).height();
    byte[] rgb = new byte[3 * width * height];
    reader.read(0, new Region(0, 0, width, height), ByteBuffer.wrap(rgb));
    return rgb;
  }

  private byte[] written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    try (SlideReader reader = SlideReaders.open(file)) {
      assertThat(reader.metadata().micronsPerPixel()).isEmpty();
      return whole(reader);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void rgbComesBackExactly(String format) throws IOException {
    BufferedImage image = TestImages.soft(50, 40, 2);
    assertThat(written(image, format)).isEqualTo(TestImages.rgb(image));
  }

  @Test
  void jpegColoursAreRight() throws IOException {
    BufferedImage image = TestImages.soft(50, 40, 2);
    byte[] expected = TestImages.rgb(image);
    byte[] actual = written(image, "jpg");
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF))).isLessThan(30);
    }
  }

  @Test
  void greyKeepsItsValues() throws IOException {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 0, 0, x);
    }
    byte[] rgb = written(image, "png");
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i] & 0xFF).isEqualTo(i / 3);
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 10", "0, 255", "128, 132"})
  void alphaIsComposedOverWhite(int alpha, int expected) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        image.setRGB(x, y, alpha << 24 | 0x0A0A0A);
      }
    }
    assertThat(written(image, "png")).containsOnly(expected);
  }

  @Test
  void paletteIsExpanded() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(1, 2, 0xFF3366CC);
    byte[] rgb = written(image, "png");
    int at = 3 * (2 * 4 + 1);
    assertThat(new int[] {rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF})
        .containsExactly(0x33, 0x66, 0xCC);
  }

  @Test
  void sixteenBitsAreRefused() throws IOException {
    Path file = folder.resolve("deep.png");
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY), "png", file.toFile());
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessage("deep.png: not supported: 16-bit PNG; Intarsia reads 8-bit RGB");
  }

  @Test
  void tooManyPixelsAreRefusedBeforeTheyAreDecoded() throws IOException {
    Path file = folder.resolve("huge.png");
    ImageIO.write(TestImages.soft(4, 4, 1), "png", file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(16, 2_000_000).putInt(20, 2_000_000);
    Files.write(file, bytes);
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageMatching(
            "huge.png: 2000000 x 2000000 px are more than the limit of \\d+ pixels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp"})
  void truncatedFilesAreRefused(String format) throws IOException {
    Path file = folder.resolve("half." + format);
    ImageIO.write(TestImages.soft(64, 64, 1), format, file.toFile());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 9 / 10));
    assertThatThrownBy(() -> SlideReaders.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageStartingWith("half." + format + ": damaged ");
  }
}
