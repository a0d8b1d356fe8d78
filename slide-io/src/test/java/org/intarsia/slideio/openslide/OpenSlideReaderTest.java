package org.intarsia.slideio.openslide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSlideReaderTest {
  @TempDir private Path folder;

  @BeforeEach
  void installed() {
    TestSlides.assumeInstalled();
  }

  static byte[] read(SlideReader reader, int level, Region region) throws IOException {
    byte[] rgb = new byte[Math.toIntExact(3 * region.area())];
    reader.read(level, region, ByteBuffer.wrap(rgb));
    return rgb;
  }

  static byte[] whole(SlideReader reader, int level) throws IOException {
    PyramidLevel size = reader.metadata().level(level);
    return read(reader, level, new Region(0, 0, (int) size.width(), (int) size.height()));
  }

  @Test
  void itIsTheOneOfTheInstalledReadersThatIsAskedLast() {
    SlideReaderProvider provider = new OpenSlideProvider();
    assertThat(provider.name()).isEqualTo("openslide");
    assertThat(provider.priority()).isEqualTo(20);
    assertThat(SlideReaders.providers())
        .extracting(SlideReaderProvider::name)
        .contains("openslide");
    assertThat(SlideReaders.lacking()).extracting(SlideReaderProvider::name).isEmpty();
    assertThat(provider.library().orElse("")).matches("OpenSlide [34]\\.[0-9.]+, .*openslide.*");
    assertThat(provider.libraryFiles()).hasSize(1).allMatch(Files::isRegularFile);
  }

  @Test
  void anAperioSlideIsWhatTheTiffReaderSees() throws IOException {
    Path file = TestSlides.write(folder.resolve("a.svs"), Format.SVS, Coding.JPEG_RGB, 1024, 512);
    try (SlideReader own = SlideReaders.open(file);
        SlideReader openSlide = TestSlides.open(file)) {
      SlideMetadata expected = own.metadata();
      SlideMetadata metadata = openSlide.metadata();
      assertThat(metadata.format()).isEqualTo("aperio (OpenSlide)");
      assertThat(metadata.codec()).matches("openslide [34]\\..*");
      assertThat(metadata.levels()).isEqualTo(expected.levels());
      assertThat(metadata.micronsPerPixel()).isEqualTo(expected.micronsPerPixel());
      assertThat(metadata.magnification()).isEqualTo(expected.magnification());
      assertThat(metadata.background()).isEqualTo(0xFFFFFF);
      assertThat(metadata.associatedImages())
          .containsExactlyInAnyOrderElementsOf(expected.associatedImages());
      assertThat(metadata.properties()).containsEntry("openslide.vendor", "aperio");
      for (int level = 0; level < expected.levels().size(); level++) {
        assertThat(Arrays.equals(whole(openSlide, level), whole(own, level)))
            .as("level %d", level)
            .isTrue();
      }
      for (String name : expected.associatedImages()) {
        assertThat(openSlide.readAssociated(name).rgb())
            .as(name)
            .isEqualTo(own.readAssociated(name).rgb());
      }
    }
  }

  @Test
  void levelsOfOddDownsamplesAreShiftedByLessThanAPixel() throws IOException {
    Path file =
        TestSlides.write(folder.resolve("a.tif"), Format.GENERIC, Coding.DEFLATE, 1301, 403);
    try (SlideReader own = SlideReaders.open(file);
        SlideReader openSlide = TestSlides.open(file)) {
      int levels = openSlide.metadata().levels().size();
      assertThat(openSlide.metadata().levels())
          .isEqualTo(own.metadata().levels().subList(0, levels));
      assertThat(own.metadata().levels().get(levels).height()).isLessThan(64);
      assertThat(openSlide.metadata().properties())
          .containsKey("intarsia.unreadable.level-" + levels);
      assertThat(openSlide.metadata().micronsPerPixel()).hasValue(0.5);
      assertThat(Arrays.equals(whole(openSlide, 0), whole(own, 0))).isTrue();
      for (int level = 1; level < levels; level++) {
        assertThat(mean(whole(openSlide, level), whole(own, level)))
            .as("level %d", level)
            .isLessThan(4);
      }
    }
  }

  private static double mean(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return (double) sum / a.length;
  }

  @Test
  void aPlainTiffIsReadOnlyWhereAskedFor() throws IOException {
    Path file = TestSlides.write(folder.resolve("a.tif"), Format.GENERIC, Coding.NONE, 200, 100);
    OpenedSlide chosen = SlideReaders.choose(file, ReadOptions.defaults());
    chosen.reader().close();
    assertThat(chosen.provider()).isEqualTo("tiff");
    assertThat(chosen.others()).contains("openslide");
    assertThatThrownBy(() -> new OpenSlideProvider().open(file))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage(
            "a.tif: not supported: a plain TIFF, of which OpenSlide may show false colours;"
                + " --reader openslide forces it");
    try (SlideReader reader = TestSlides.open(file)) {
      assertThat(reader.metadata().format()).isEqualTo("generic-tiff (OpenSlide)");
    }
  }

  @Test
  void picturesFoldersAndUnknownFilesAreNotAccepted() throws IOException {
    Path png = folder.resolve("a.png");
    ImageIO.write(TestImages.soft(32, 32, 1), "png", png.toFile());
    Path jpeg =
        Files.write(folder.resolve("a.jpg"), TestImages.jpegYcbcr(TestImages.soft(8, 8, 1)));
    Path text = Files.writeString(folder.resolve("a.txt"), "no slide");
    for (Path file : List.of(png, jpeg, text)) {
      assertThat(new OpenSlideProvider().accepts(file, Files.readAllBytes(file))).isFalse();
    }
    assertThat(new OpenSlideProvider().accepts(folder, new byte[0])).isFalse();
    assertThatThrownBy(() -> new OpenSlideProvider().open(text))
        .isInstanceOf(UnsupportedSlideException.class)
        .hasMessage("a.txt: not supported: no kind of slide that OpenSlide knows");
  }

  @Test
  void aNameOutsideAsciiIsFound() throws IOException {
    Path file = folder.resolve("Größe.svs");
    TestSlides.write(file, Format.SVS, Coding.JPEG_RGB, 100, 100);
    try (SlideReader reader = TestSlides.open(file)) {
      assertThat(reader.metadata().name()).isEqualTo("Größe.svs");
    }
  }

  /** Overwrites the beginning of the n-th JPEG stream of a file, tiles of level 0 coming first. */
  static Path damage(Path file, int n) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int found = 0;
    for (int i = 0; i < bytes.length - 2; i++) {
      boolean start = bytes[i] == -1 && bytes[i + 1] == (byte) 0xD8 && bytes[i + 2] == -1;
      if (start && found++ == n) {
        Arrays.fill(bytes, i, i + 4, (byte) 0);
        return Files.write(file, bytes);
      }
    }
    throw new IllegalStateException("only " + found + " streams in " + file);
  }

  @Test
  void aBadTileCostsOnlyTheReadsThatTouchIt() throws IOException {
    Path file = TestSlides.write(folder.resolve("a.svs"), Format.SVS, Coding.JPEG_RGB, 256, 256);
    byte[][] rows = new byte[4][];
    try (SlideReader reader = TestSlides.open(file)) {
      for (int row = 0; row < 4; row++) {
        rows[row] = read(reader, 0, new Region(0, 64L * row, 256, 64));
      }
    }
    damage(file, 0);
    try (SlideReader reader = TestSlides.open(file)) {
      for (int round = 0; round < 3; round++) {
        assertThatThrownBy(() -> read(reader, 0, new Region(10, 20, 30, 40)))
            .isInstanceOf(SlideReadException.class)
            .hasMessageStartingWith("a.svs: level 0, region 30 x 40 at (10, 20): OpenSlide: ");
        for (int row = 1; row < 4; row++) {
          assertThat(Arrays.equals(read(reader, 0, new Region(0, 64L * row, 256, 64)), rows[row]))
              .as("row %d", row)
              .isTrue();
        }
      }
      assertThat(reader.readAssociated("label").width()).isPositive();
    }
  }

  @Test
  void aSlideThatIsGoneAfterAnErrorIsNamed() throws IOException {
    Path file = TestSlides.write(folder.resolve("a.svs"), Format.SVS, Coding.JPEG_RGB, 256, 256);
    damage(file, 0);
    try (SlideReader reader = TestSlides.open(file)) {
      assertThatThrownBy(() -> read(reader, 0, new Region(0, 0, 8, 8)))
          .isInstanceOf(SlideReadException.class);
      Files.delete(file);
      assertThatThrownBy(() -> read(reader, 0, new Region(0, 0, 8, 8)))
          .isInstanceOf(SlideReadException.class)
          .hasMessageStartingWith("a.svs: ");
    }
  }

  @Test
  void aDamagedSlideIsRefusedWithWhatOpenSlideSays() throws IOException {
    Path file = TestSlides.write(folder.resolve("a.svs"), Format.SVS, Coding.JPEG_RGB, 100, 100);
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 8; at < bytes.length; at += 8) {
      Path cut = Files.write(folder.resolve("cut.svs"), Arrays.copyOf(bytes, at * at));
      if (at * at >= bytes.length) {
        break;
      }
      assertThatThrownBy(() -> TestSlides.open(cut))
          .isInstanceOf(SlideReadException.class)
          .hasMessageStartingWith("cut.svs: ");
    }
  }

  @Test
  void thePartsOfAVmsSlideAreThoseThatItsIndexNames() throws IOException {
    Path index =
        Files.write(
            folder.resolve("a.vms"),
            List.of(
                "[Virtual Microscope Specimen]",
                "ImageFile=a.jpg",
                "ImageFile(1,0)=b.jpg",
                "MapFile = map.jpg",
                "OptimisationFile=../x.opt",
                "SourceLens=40",
                "Odd=\0"),
            StandardCharsets.ISO_8859_1);
    for (String name : List.of("a.jpg", "b.jpg", "map.jpg", "other.jpg")) {
      Files.writeString(folder.resolve(name), name);
    }
    assertThat(new OpenSlideProvider().parts(index))
        .containsExactly(
            index, folder.resolve("a.jpg"), folder.resolve("b.jpg"), folder.resolve("map.jpg"));
  }

  @Test
  void thePartsOfAMiraxSlideAreTheFilesOfItsFolder() throws IOException {
    Path index = Files.writeString(folder.resolve("s.1.mrxs"), "x");
    Path data = Files.createDirectory(folder.resolve("s.1"));
    Path one = Files.writeString(data.resolve("Data0000.dat"), "x");
    Path two = Files.writeString(data.resolve("Slidedat.ini"), "x");
    Files.createDirectory(data.resolve("deeper"));
    assertThat(new OpenSlideProvider().parts(index)).containsExactly(index, one, two);
    assertThat(new OpenSlideProvider().parts(one)).containsExactly(one);
  }
}
