package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import loci.formats.FormatException;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.testdata.PixelSource;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.EmptyTiles;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Bio-Formats passes over in silence. */
class DamageTest {
  @TempDir private Path folder;

  private Path write(Format format, Coding coding, String name) throws IOException {
    PyramidOptions options =
        TestSlides.small(format, coding).withEmptyTiles(EmptyTiles.WRITTEN).withTileSize(48);
    return TestSlides.write(folder.resolve(name), options);
  }

  /**
   * Overwrites the bytes of the tile in the second column of the second row. Bio-Formats doubles
   * the lengths of LZW tiles.
   */
  private static void spoil(Path file, int from) throws Exception {
    TiffTileSource tiles = finest(file);
    int index = tiles.columns() + 1;
    byte[] bytes = Files.readAllBytes(file);
    int start = (int) tiles.offsets()[index];
    long end = start + tiles.byteCounts()[index];
    for (long other : tiles.offsets()) {
      end = other > start ? Math.min(end, other) : end;
    }
    Arrays.fill(bytes, start + from, (int) end, (byte) 0x11);
    Files.write(file, bytes);
  }

  private static TiffTileSource finest(Path file) throws FormatException, IOException {
    Samples samples = new Samples(Samples.Kind.RGB_8, false, true, 255, new byte[0][]);
    return TiffTileSource.find(file.toString(), new LevelLayout(0, 0, 203, 131, 48, 48, samples))
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "SVS, JPEG_RGB, slide.svs",
    "SVS, JPEG_YCBCR_420, slide.svs",
    "OME_TIFF, JPEG_YCBCR_420, slide.ome.tif",
    "GENERIC, JPEG_YCBCR_420, slide.tif"
  })
  void aDamagedJpegTileIsAnErrorNotBlack(Format format, Coding coding, String name)
      throws Exception {
    Path file = write(format, coding, name);
    spoil(file, 2);
    try (SlideReader reader = new BioFormatsProvider().open(file)) {
      TestSlides.read(reader, 0, new Region(0, 0, 40, 40));
      assertThatThrownBy(() -> TestSlides.read(reader, 0, new Region(60, 60, 5, 5)))
          .isInstanceOf(SlideReadException.class)
          .hasMessageStartingWith(name + ": level 0, region 5 x 5 at (60, 60): ");
      TestSlides.read(reader, 0, new Region(100, 0, 40, 40));
    }
  }

  @ParameterizedTest
  @CsvSource({"LZW", "DEFLATE", "PACK_BITS"})
  void otherDamagedTilesAreErrorsOrKeepTheirNeighbours(Coding coding) throws Exception {
    Path file = write(Format.GENERIC, coding, "slide.tif");
    byte[] before;
    try (SlideReader reader = new BioFormatsProvider().open(file)) {
      before = TestSlides.read(reader, 0, new Region(100, 0, 40, 40));
    }
    spoil(file, 0);
    try (SlideReader reader = new BioFormatsProvider().open(file)) {
      try {
        TestSlides.read(reader, 0, new Region(60, 60, 5, 5));
      } catch (SlideReadException e) {
        assertThat(e).hasMessageContaining("level 0, region 5 x 5 at (60, 60)");
      }
      assertThat(TestSlides.read(reader, 0, new Region(100, 0, 40, 40))).isEqualTo(before);
    }
  }

  @Test
  void reallyBlackTilesAreBlack() throws IOException {
    Path file = folder.resolve("black.svs");
    PyramidWriter.write(new Black(), TestSlides.small(Format.SVS, Coding.JPEG_RGB), file);
    try (SlideReader reader = new BioFormatsProvider().open(file)) {
      assertThat(TestSlides.whole(reader, 0)).containsOnly(0);
    }
  }

  private static final class Black implements PixelSource {
    @Override
    public long width() {
      return 100;
    }

    @Override
    public long height() {
      return 90;
    }

    @Override
    public void rgb(long x, long y, int w, int h, byte[] rgb) {
      Arrays.fill(rgb, 0, 3 * w * h, (byte) 0);
    }
  }

  @Test
  void aFileThatVanishesIsAnError() throws IOException {
    Path file = write(Format.SVS, Coding.JPEG_RGB, "slide.svs");
    try (SlideReader reader = new BioFormatsProvider().open(file)) {
      Files.write(file, new byte[10]);
      assertThatThrownBy(() -> TestSlides.read(reader, 0, new Region(60, 60, 5, 5)))
          .isInstanceOf(SlideReadException.class)
          .hasMessageStartingWith("slide.svs: level 0, region 5 x 5 at (60, 60): ");
    }
  }
}
