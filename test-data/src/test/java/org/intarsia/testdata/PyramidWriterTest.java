package org.intarsia.testdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.EmptyTiles;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidOptions.Layout;
import org.intarsia.testdata.PyramidOptions.Prediction;
import org.intarsia.testdata.PyramidOptions.Size;
import org.intarsia.testdata.PyramidOptions.Tables;
import org.intarsia.testdata.TiffPages.Page;
import org.intarsia.tiff.TiffTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyramidWriterTest {
  @TempDir private Path folder;

  private static SyntheticBiopsy biopsy(int width, int height) {
    return SyntheticBiopsy.of(new BiopsySpec(21, width, height, Diagnosis.DCIS, 1));
  }

  private static byte[] all(PixelSource source) {
    int w = (int) source.width();
    int h = (int) source.height();
    byte[] rgb = new byte[3 * w * h];
    source.rgb(0, 0, w, h, rgb);
    return rgb;
  }

  private Path write(PixelSource source, PyramidOptions options, String name) throws IOException {
    Path file = folder.resolve(name);
    PyramidWriter.write(source, options, file);
    return file;
  }

  private static PyramidOptions small(Format format, Coding coding) {
    return PyramidOptions.of(format)
        .withCoding(coding)
        .withDownsample(2)
        .withTileSize(48)
        .withTopSide(60);
  }

  /** Levels one after the other by plain loops. */
  private static List<Pixels> expected(PixelSource source, int step, int topSide) {
    List<Pixels> levels = new ArrayList<>();
    Pixels level = new Pixels((int) source.width(), (int) source.height(), all(source));
    levels.add(level);
    while (Math.max(level.width(), level.height()) > topSide) {
      int w = level.width() / step;
      int h = level.height() / step;
      byte[] rgb = new byte[3 * w * h];
      for (int i = 0; i < rgb.length; i++) {
        int x = i / 3 % w * step;
        int y = i / 3 / w * step;
        int sum = step * step / 2;
        for (int k = 0; k < step * step; k++) {
          int at = 3 * ((y + k / step) * level.width() + x + k % step) + i % 3;
          sum += level.rgb()[at] & 0xFF;
        }
        rgb[i] = (byte) (sum / (step * step));
      }
      level = new Pixels(w, h, rgb);
      levels.add(level);
    }
    return levels;
  }

  private static void assertLossless(List<Page> pages, List<Pixels> levels)
      throws IOException, DataFormatException {
    assertThat(pages).hasSameSizeAs(levels);
    for (int i = 0; i < levels.size(); i++) {
      assertThat(pages.get(i).one(TiffTag.IMAGE_WIDTH)).isEqualTo(levels.get(i).width());
      assertThat(pages.get(i).one(TiffTag.IMAGE_LENGTH)).isEqualTo(levels.get(i).height());
      assertThat(pages.get(i).samples()).as("level " + i).isEqualTo(levels.get(i).rgb());
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Coding.class,
      names = {"NONE", "LZW", "PACK_BITS", "DEFLATE"})
  void losslessLevelsAreAreaAverages(Coding coding) throws IOException, DataFormatException {
    SyntheticBiopsy source = biopsy(331, 215);
    List<Pixels> levels = expected(source, 2, 60);
    PyramidOptions options = small(Format.GENERIC, coding);
    assertLossless(TiffPages.of(write(source, options, "tiles.tif")).chain, levels);
    PyramidOptions strips =
        options.withLayout(Layout.STRIPS).withByteOrder(ByteOrder.BIG_ENDIAN).withSize(Size.BIG);
    TiffPages big = TiffPages.of(write(source, strips, "strips.tif"));
    assertThat(big.big()).isTrue();
    assertLossless(big.chain, levels);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void oddSizesComeOutWhole(long seed) throws IOException, DataFormatException {
    Random random = new Random(seed);
    SyntheticBiopsy source = biopsy(60 + random.nextInt(300), 60 + random.nextInt(300));
    PyramidOptions options =
        small(Format.GENERIC, Coding.NONE)
            .withTileSize(16 * (1 + random.nextInt(4)))
            .withTopSide(30)
            .withDownsample(random.nextBoolean() ? 2 : 4)
            .withThreads(1 + random.nextInt(3));
    Path file = write(source, options, "odd.tif");
    assertLossless(TiffPages.of(file).chain, expected(source, options.downsample(), 30));
  }

  @Test
  void differencingIsUndoneByReaders() throws IOException, DataFormatException {
    SyntheticBiopsy source = biopsy(101, 77);
    for (Coding coding : List.of(Coding.LZW, Coding.DEFLATE)) {
      PyramidOptions options = small(Format.GENERIC, coding).withPrediction(Prediction.HORIZONTAL);
      Path file = write(source, options, coding + ".tif");
      assertLossless(TiffPages.of(file).chain, expected(source, 2, 60));
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = Coding.class,
      names = {"JPEG_RGB", "JPEG_YCBCR_444", "JPEG_YCBCR_420"})
  void jpegTilesAreCloseToTheSource(Coding coding) throws IOException, DataFormatException {
    SyntheticBiopsy source = biopsy(203, 170);
    byte[] wanted = all(source);
    for (Tables tables : Tables.values()) {
      PyramidOptions options =
          small(Format.GENERIC, coding).withTables(tables).withQuality(95).withTopSide(400);
      Page page = TiffPages.of(write(source, options, coding + "-" + tables)).chain.get(0);
      assertThat(page.raw().containsKey(TiffTag.JPEG_TABLES)).isEqualTo(tables == Tables.SHARED);
      assertThat(page.one(TiffTag.PHOTOMETRIC)).isEqualTo(coding == Coding.JPEG_RGB ? 2 : 6);
      byte[] samples = page.samples();
      double difference = 0;
      for (int i = 0; i < samples.length; i += 3) {
        difference +=
            Math.abs(luma(wanted, i) - (coding.ycbcr() ? y(samples, i) : luma(samples, i)));
      }
      assertThat(3 * difference / samples.length).isLessThan(2);
    }
  }

  private static double luma(byte[] rgb, int i) {
    return 0.299 * (rgb[i] & 0xFF) + 0.587 * (rgb[i + 1] & 0xFF) + 0.114 * (rgb[i + 2] & 0xFF);
  }

  private static double y(byte[] ycbcr, int i) {
    return ycbcr[i] & 0xFF;
  }

  @Test
  void jpegStreamsCarryNoMarkersOfTheirOwn() throws IOException {
    PyramidOptions options = small(Format.SVS, Coding.JPEG_RGB);
    Page page = TiffPages.of(write(biopsy(100, 100), options, "a.svs")).chain.get(0);
    byte[] tile = page.block(0);
    assertThat(tile).startsWith(0xFF, 0xD8, 0xFF, 0xC0);
  }

  @Test
  void anSvsHasThePagesOfAScannersFile() throws IOException, DataFormatException {
    PyramidOptions options = small(Format.SVS, Coding.DEFLATE).withScale(0.2525, 40);
    SyntheticBiopsy source = biopsy(230, 199);
    List<Page> pages = TiffPages.of(write(source, options, "a.svs")).chain;
    assertLossless(List.of(pages.get(0), pages.get(2), pages.get(3)), expected(source, 2, 60));
    assertThat(pages).hasSize(6);
    assertThat(pages.get(0).text(TiffTag.IMAGE_DESCRIPTION))
        .startsWith("Aperio Image Library v")
        .contains("\r\n230x199 [0,0 230x199] (48x48) ")
        .contains("|AppMag = 40|")
        .endsWith("|MPP = 0.2525");
    assertThat(pages.get(1).numbers()).containsKey(TiffTag.STRIP_OFFSETS);
    assertThat(pages.get(4).text(TiffTag.IMAGE_DESCRIPTION)).endsWith("\nlabel 387x463");
    assertThat(pages.get(4).one(TiffTag.NEW_SUBFILE_TYPE)).isEqualTo(1);
    assertThat(pages.get(5).text(TiffTag.IMAGE_DESCRIPTION)).endsWith("\nmacro 1280x431");
    assertThat(pages.get(5).one(TiffTag.NEW_SUBFILE_TYPE)).isEqualTo(9);
  }

  @Test
  void anOmeTiffHidesItsLevelsInTheFirstPage() throws IOException, DataFormatException {
    SyntheticBiopsy source = biopsy(230, 199);
    PyramidOptions options = small(Format.OME_TIFF, Coding.LZW).withScale(0.25, 40);
    TiffPages file = TiffPages.of(write(source, options, "a.ome.tif"));
    assertThat(file.chain).hasSize(1);
    Page main = file.chain.get(0);
    List<Page> levels = new ArrayList<>(List.of(main));
    levels.addAll(file.subPages(main));
    assertLossless(levels, expected(source, 2, 60));
    assertThat(main.text(TiffTag.IMAGE_DESCRIPTION))
        .contains("SizeX=\"230\" SizeY=\"199\"")
        .contains("PhysicalSizeX=\"0.25\" PhysicalSizeXUnit=\"µm\"")
        .contains("NominalMagnification=\"40\"");
    assertThat(main.one(TiffTag.X_RESOLUTION)).isEqualTo(40_000);
    assertThat(levels.get(1).one(TiffTag.X_RESOLUTION)).isEqualTo(20_000);
    assertThat(levels.get(1).one(TiffTag.NEW_SUBFILE_TYPE)).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Format.class)
  void theBytesDoNotDependOnTheThreads(Format format) throws IOException {
    SyntheticBiopsy source = biopsy(500, 470);
    PyramidOptions options = small(format, Coding.JPEG_YCBCR_420);
    byte[] one = Files.readAllBytes(write(source, options, "one"));
    byte[] three = Files.readAllBytes(write(source, options.withThreads(3), "three"));
    assertThat(three).isEqualTo(one);
  }

  @ParameterizedTest(name = "period {0}")
  @ValueSource(ints = {48, 96, 70, 37})
  void aRepeatedPictureIsWrittenAsIfItWereNot(int period) throws IOException {
    RepeatedSource repeated = RepeatedSource.of(biopsy(period, period + 5), 391, 402);
    PyramidOptions options = small(Format.GENERIC, Coding.JPEG_RGB).withThreads(2);
    byte[] cached = Files.readAllBytes(write(repeated, options, "cached"));
    byte[] plain = Files.readAllBytes(write(new Disguised(repeated), options, "plain"));
    assertThat(cached).isEqualTo(plain);
  }

  @Test
  void bareGlassCanBeLeftOut() throws IOException {
    SyntheticBiopsy source = biopsy(600, 500);
    PyramidOptions options = small(Format.SVS, Coding.JPEG_RGB).withEmptyTiles(EmptyTiles.MISSING);
    Page page = TiffPages.of(write(source, options, "a.svs")).chain.get(0);
    long[] lengths = page.all(TiffTag.TILE_BYTE_COUNTS);
    long[] offsets = page.all(TiffTag.TILE_OFFSETS);
    assertThat(lengths[0]).isZero();
    assertThat(offsets[0]).isZero();
    assertThat(lengths[lengths.length / 2]).isPositive();
  }

  @Test
  void leavesNothingBehindWhenTheSourceFails() {
    Path file = folder.resolve("failing.tif");
    PixelSource failing = new Failing(biopsy(300, 300));
    assertThatThrownBy(() -> PyramidWriter.write(failing, small(Format.GENERIC, Coding.NONE), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no pixels here");
    assertThat(file).doesNotExist();
  }

  @Test
  void keepsAFileThatIsAlreadyThere() throws IOException {
    Path file = Files.writeString(folder.resolve("mine.tif"), "mine");
    assertThatThrownBy(
            () -> PyramidWriter.write(biopsy(20, 20), small(Format.SVS, Coding.LZW), file))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesOptionsThatCannotBe() {
    PyramidOptions options = PyramidOptions.of(Format.GENERIC);
    assertThatThrownBy(() -> options.withTileSize(100))
        .hasMessage("tile size 100 is not a multiple of 16 from 16 to 4096");
    assertThatThrownBy(() -> options.withQuality(0)).hasMessage("JPEG quality 0 is not 1 to 100");
    assertThatThrownBy(() -> options.withDownsample(3)).hasMessage("downsample 3 is not 2 or 4");
    assertThatThrownBy(() -> options.withThreads(0)).hasMessage("threads 0 is not at least 1");
    assertThatThrownBy(
            () ->
                PyramidWriter.write(
                    biopsy(20, 20),
                    options.withPrediction(Prediction.HORIZONTAL),
                    folder.resolve("never.tif")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prediction goes with LZW and DEFLATE, not with JPEG_YCBCR_420");
  }

  /** The same pixels without the promise that they repeat. */
  private record Disguised(PixelSource source) implements PixelSource {
    @Override
    public long width() {
      return source.width();
    }

    @Override
    public long height() {
      return source.height();
    }

    @Override
    public void rgb(long x, long y, int w, int h, byte[] rgb) {
      source.rgb(x, y, w, h, rgb);
    }
  }

  /** A picture whose lower half cannot be rendered. */
  private record Failing(PixelSource source) implements PixelSource {
    @Override
    public long width() {
      return source.width();
    }

    @Override
    public long height() {
      return source.height();
    }

    @Override
    public void rgb(long x, long y, int w, int h, byte[] rgb) {
      if (y > height() / 2) {
        throw new IllegalStateException("no pixels here");
      }
      source.rgb(x, y, w, h, rgb);
    }
  }
}
