package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, and what is said of those that are not. */
class BioFormatsProviderTest {
  private final BioFormatsProvider provider = new BioFormatsProvider();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "slide.czi, ZISRAWFILE, true",
    "SLIDE.CZI, something, true",
    "slide.vsi, II*\0, true",
    "slide.svs, II*\0, true",
    "without-a-suffix, MM\0*, true",
    "photo.png, \u0089PNG, false",
    "photo.tif, \u00FF\u00D8\u00FF\u00E0, false",
    "photo.jpg, \u00FF\u00D8\u00FF\u00E0, false",
    "photo.bmp, BM, false",
    "notes.txt, Dear, false",
    "archive.zip, PK, false",
    "slide.mrxs, x, false"
  })
  void acceptsByNameAndFirstBytes(String name, String head, boolean accepted) {
    assertThat(provider.accepts(Path.of(name), head.getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(accepted);
  }

  @Test
  void acceptsNoFolder() {
    assertThat(provider.accepts(folder, new byte[0])).isFalse();
  }

  private SlideReader fake(String pixels, DeepSamples deep) throws IOException {
    return provider.open(
        folder.resolve("x&sizeX=40&sizeY=30&" + pixels + ".fake"),
        ReadOptions.defaults().withDeepSamples(deep));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sizeC=3&pixelType=uint8 | series 0 'x' (40 x 30 px, 3 channels, uint8: no RGB)",
        "sizeC=3&rgb=3&pixelType=float | series 0 'x' (40 x 30 px, RGB of 3, float: samples neither"
            + " of 8 nor of 16 bits)",
        "sizeC=3&rgb=3&pixelType=uint16 | series 0 'x' (40 x 30 px, RGB of 3, uint16: 16-bit"
            + " samples, read only where they are scaled to 8 bits on request)",
        "sizeC=3&rgb=3&sizeZ=5 | series 0 'x' (40 x 30 px, RGB of 3, uint8, 5 focal planes or"
            + " points in time: 5 focal planes or points in time)",
        "sizeC=4&rgb=4 | series 0 'x' (40 x 30 px, RGB of 4, uint8: no RGB)",
        "sizeC=1&series=2 | series 0 'x' (40 x 30 px, 1 channel, uint8: no RGB), series 1 'x 2' (40"
            + " x 30 px, 1 channel, uint8: no RGB)"
      })
  void refusesOthersThanColourSlidesByWhatTheyHold(String pixels, String images) {
    assertThatThrownBy(() -> fake(pixels, DeepSamples.REFUSE))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessageEndingWith(
            ": not supported: Bio-Formats finds no slide of RGB or indexed colour in it, only "
                + images);
  }

  @Test
  void scales16BitsOnlyWhenAsked() throws IOException {
    try (SlideReader reader =
        fake("sizeC=3&rgb=3&pixelType=uint16&scaleFactor=1000", DeepSamples.SCALE)) {
      byte[] rgb = TestSlides.read(reader, 0, new Region(30, 25, 1, 1));
      assertThat(rgb[0] & 0xFF).as("30,000 of 65,535").isEqualTo(117);
    }
  }

  @Test
  void listsOtherColourImagesAndReadsThem() throws IOException {
    try (SlideReader reader = fake("sizeC=3&rgb=3&series=3", DeepSamples.REFUSE)) {
      assertThat(reader.metadata().associatedImages()).containsExactly("series-1", "series-2");
      assertThat(reader.readAssociated("series-2").rgb()).hasSize(3 * 40 * 30);
      assertThat(reader.metadata().properties())
          .containsEntry("bio-formats.series", "0")
          .containsEntry("bio-formats.series.1", "series 1 'x 2' (40 x 30 px, RGB of 3, uint8)")
          .containsKey("bio-formats.version");
    }
  }

  @Test
  void refusesFluorescenceByItsChannels() {
    Path file = SampleSlides.find("slides/2048x2048_ome6_tiled.ome.tif");
    assertThatThrownBy(() -> SlideReaders.open(file, named()))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessageContaining("series 0 (2048 x 2048 px, 3 channels, uint16: no RGB)");
  }

  private static ReadOptions named() {
    return ReadOptions.defaults().withReader("bio-formats");
  }

  @Test
  void refusesColoursThatBioFormatsWouldMistake() throws IOException {
    Path file =
        TestSlides.write(
            folder.resolve("slide.svs"), TestSlides.small(Format.SVS, Coding.JPEG_YCBCR_444));
    assertThatThrownBy(() -> SlideReaders.open(file, named()))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage(
            "slide.svs: not supported: Bio-Formats takes the Y Cb Cr of its JPEG tiles for R G B"
                + " and would show wrong colours; the reader 'tiff' has them right");
  }

  @ParameterizedTest
  @CsvSource({
    "ZISRAWFILE and nothing else, broken.czi",
    "MM\0*\0\0\0\u0008\u00FF\u00FF, broken.tif",
    "II*\0\u0008\0\0\0\u0001\0\0\u0001\u0003\0\u0001, broken.svs",
    "II+\0\u0008\0\0\0\u0010\0\0\0\0\0\0\0\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF, big.tif"
  })
  void damagedFilesEndInATypedError(String content, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> provider.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageStartingWith(name + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "II*\0\u0008\0\0\0\u0001\0\0\u0001\u0003\0\u0001\0\0\0\u0009\0\0\0\u0008\0\0\0",
        "MM\0*\0\0\0\u0008\0\u0001\u0001J\0\u0004\0\0\0\u0001\0\0\0\u0008\0\0\0\0"
      })
  void directoriesThatFormALoopAreRefusedAtOnce(String content) throws IOException {
    Path file = folder.resolve("loop.tif");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> provider.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessage("loop.tif: the directories form a loop (at byte 8)");
  }

  @Test
  void whatBioFormatsDoesNotKnowIsLeftToOthers() throws IOException {
    Path file = folder.resolve("unknown.czi");
    Files.writeString(file, "nothing that anybody knows");
    assertThatThrownBy(() -> provider.open(file))
        .isInstanceOf(SlideReadException.class)
        .hasMessageStartingWith("unknown.czi: ");
  }

  @Test
  void aTileLargerThanTheLimitIsRefusedBeforeItIsAllocated() {
    LevelLayout layout =
        new LevelLayout(
            0,
            0,
            1 << 30,
            1 << 30,
            1 << 20,
            1 << 14,
            new Samples(Samples.Kind.RGB_8, true, true, 255, new byte[0][]));
    assertThat(layout.refusal())
        .hasValueSatisfying(
            why -> assertThat(why).startsWith("tiles of 1048576 x 16384 px need 49152 MiB each"));
  }

  @Test
  void oneFileIsAllThatAnSvsHas() throws IOException {
    Path file =
        TestSlides.write(
            folder.resolve("slide.tif"), TestSlides.small(Format.GENERIC, Coding.NONE));
    assertThat(provider.parts(file)).containsExactly(file);
  }
}
