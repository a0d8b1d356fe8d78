package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TrestleTest {
  private static final BufferedImage SLIDE = TestImages.soft(208, 147, 2);
  static final String DESCRIPTION =
      "Background Color=E6E6E6;White Balance=C2A69E;Objective Power=10;JPEG Quality=60;"
          + "OverlapsXY= 12 6 0 0 ";

  @TempDir private Path folder;

  /** The picture in tiles that repeat the last 12 columns and 6 rows of those before them. */
  private static BufferedImage mosaic() {
    BufferedImage mosaic = new BufferedImage(256, 165, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 165; y++) {
      for (int x = 0; x < 256; x++) {
        int u = x - x / 64 * 12;
        int v = y - y / 48 * 6;
        mosaic.setRGB(x, y, u < 208 && v < 147 ? SLIDE.getRGB(u, v) : 0);
      }
    }
    return mosaic;
  }

  static Path write(Path file, String description) throws IOException {
    return new TestPages(Variant.CLASSIC, 64, 48)
        .tiled(
            mosaic(),
            description,
            draft ->
                draft
                    .text(TiffTag.SOFTWARE, "MedScan 1.0")
                    .rational(TiffTag.X_RESOLUTION, 0.5)
                    .rational(TiffTag.Y_RESOLUTION, 0.5))
        .tiled(TestImages.half(SLIDE), "", TestPages.nothing())
        .write(file);
  }

  @Nested
  class Contract extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.tif");
      return SlideReaders.open(Files.exists(file) ? file : write(file, DESCRIPTION));
    }
  }

  @Test
  void overlapsAreTakenAway() throws IOException {
    try (SlideReader reader = SlideReaders.open(write(folder.resolve("a.tif"), DESCRIPTION))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Trestle");
      assertThat(metadata.levels()).extracting(PyramidLevel::width).containsExactly(220L, 104L);
      assertThat(metadata.level(0).height()).isEqualTo(147);
      assertThat(metadata.micronsPerPixel()).hasValue(0.5);
      assertThat(metadata.magnification()).hasValue(10);
      assertThat(metadata.background()).isEqualTo(0xE6E6E6);
      byte[] expected = TestImages.rgb(TestPages.cut(SLIDE, new Region(0, 0, 208, 147)));
      byte[] pixels = TestPages.whole(reader, 0);
      for (int y = 0; y < 147; y++) {
        assertThat(Arrays.equals(pixels, 660 * y, 660 * y + 624, expected, 624 * y, 624 * y + 624))
            .as("row %d", y)
            .isTrue();
      }
    }
  }

  @Test
  void damageIsNamed() throws IOException {
    TestPages.assertRefused(
        write(folder.resolve("b.tif"), DESCRIPTION.replace("12 6", "60 6")),
        SlideReadException.class,
        "tiles that overlap by 60 x 6 px \\(at byte \\d+\\)");
  }
}
