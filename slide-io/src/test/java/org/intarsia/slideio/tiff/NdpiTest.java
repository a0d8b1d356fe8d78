package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.codec.StillImage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class NdpiTest {
  private static final int WIDTH = 384;
  private static final int HEIGHT = 301;

  @TempDir private Path folder;

  private static byte[] whole(SlideReader reader, int level) throws IOException {
    PyramidLevel size = reader.metadata().level(level);
    byte[] rgb = new byte[(int) (3 * size.area())];
    reader.read(
        level, new Region(0, 0, (int) size.width(), (int) size.height()), ByteBuffer.wrap(rgb));
    return rgb;
  }

  private static byte[] decoded(byte[] jpeg) throws IOException {
    try (CodecSet codecs = CodecSet.open(Preference.NATIVE)) {
      return StillImage.decode(jpeg, StillImage.Format.JPEG, codecs, 1 << 24).rgb();
    }
  }

  private static int worst(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return worst;
  }

  private static byte[] jpeg(int width, int height, int interval, int sampling) {
    return TestNdpi.jpeg(TestImages.soft(width, height, 3), interval, sampling);
  }

  @Nested
  class Contract extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.ndpi");
      if (!Files.exists(file)) {
        slide().write(file);
      }
      return SlideReaders.open(file);
    }
  }

  private static TestNdpi slide() {
    TestNdpi ndpi = new TestNdpi();
    BufferedImage image = TestImages.soft(WIDTH, HEIGHT, 5);
    BufferedImage half = TestImages.half(image);
    ndpi.jpeg(TestNdpi.jpeg(image, 16, 1), WIDTH, HEIGHT, 20)
        .text(65427, "AB")
        .text(65449, "Product=C9600-12\r\nempty=\r\nNDP.S/N=950291\r\n");
    ndpi.jpeg(TestNdpi.jpeg(half, 0, 1), WIDTH / 2, HEIGHT / 2, 10);
    ndpi.jpeg(TestNdpi.jpeg(TestImages.soft(60, 20, 1), 0, 2), 60, 20, -1);
    return ndpi;
  }

  @ParameterizedTest(name = "{0} x {1}, marker after {2}, sampling {3}")
  @CsvSource({
    "384, 301, 16, 1",
    "384, 301, 48, 1",
    "384, 640, 12, 1",
    "380, 64, 24, 1",
    "1, 1, 1, 1",
    "9, 600, 1, 1",
    "64, 8, 8, 1",
    "384, 301, 8, 2",
    "384, 301, 7, 1"
  })
  void piecesGiveThePixelsOfTheWholeStream(int width, int height, int interval, int sampling)
      throws IOException {
    byte[] jpeg = jpeg(width, height, interval, sampling);
    byte[] expected = decoded(jpeg);
    TestNdpi ndpi = new TestNdpi();
    ndpi.jpeg(jpeg, width, height, 20);
    TestNdpi blind = new TestNdpi();
    blind.jpeg(jpeg, width, height, 20).remove(NdpiImage.MCU_STARTS);
    for (TestNdpi file : new TestNdpi[] {ndpi, blind}) {
      try (SlideReader reader = SlideReaders.open(file.write(folder.resolve("a.ndpi")))) {
        int worst = worst(whole(reader, 0), expected);
        assertThat(worst).isLessThanOrEqualTo(sampling == 1 ? 0 : 8);
      }
    }
  }

  @Test
  void aTableOfPiecesThatIsWrongIsFoundOut() throws IOException {
    byte[] jpeg = jpeg(WIDTH, HEIGHT, 16, 1);
    long[] starts = TestNdpi.starts(jpeg);
    Random random = new Random(1);
    for (int i = 1; i < starts.length; i += 3) {
      starts[i] += random.nextInt(40) - 20;
    }
    TestNdpi ndpi = new TestNdpi();
    ndpi.jpeg(jpeg, WIDTH, HEIGHT, 20).integers(NdpiImage.MCU_STARTS, starts);
    try (SlideReader reader = SlideReaders.open(ndpi.write(folder.resolve("a.ndpi")))) {
      assertThat(Arrays.equals(whole(reader, 0), decoded(jpeg))).isTrue();
    }
  }

  @Test
  void positionsBeyondFourGibibytes() throws IOException {
    byte[] jpeg = jpeg(WIDTH, HEIGHT, 16, 1);
    TestNdpi ndpi = new TestNdpi().withGap(5L << 30);
    ndpi.jpeg(jpeg, WIDTH, HEIGHT, 20)
        .integers(NdpiImage.MCU_STARTS_HIGH, new long[TestNdpi.starts(jpeg).length]);
    Path file = ndpi.write(folder.resolve("large.ndpi"));
    assertThat(Files.size(file)).isGreaterThan(5L << 30);
    try (SlideReader reader = SlideReaders.open(file)) {
      assertThat(Arrays.equals(whole(reader, 0), decoded(jpeg))).isTrue();
      assertThat(reader.metadata().properties()).containsEntry("tiff.Make", "Ha");
    }
  }

  @Test
  void metadata() throws IOException {
    try (SlideReader reader = SlideReaders.open(slide().write(folder.resolve("a.ndpi")))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Hamamatsu NDPI");
      assertThat(metadata.levels()).extracting(PyramidLevel::width).containsExactly(384L, 192L);
      assertThat(metadata.level(0).tileWidth()).isEqualTo(128);
      assertThat(metadata.level(0).tileHeight()).isEqualTo(256);
      assertThat(metadata.micronsPerPixel()).hasValue(0.25);
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.associatedImages()).containsExactly("macro");
      assertThat(reader.readAssociated("macro").width()).isEqualTo(60);
      assertThat(metadata.properties())
          .containsEntry("hamamatsu.XOffsetFromSlideCentre", "-96063")
          .containsEntry("hamamatsu.Reference", "AB")
          .containsEntry("hamamatsu.NDP.S/N", "950291")
          .doesNotContainKey("hamamatsu.empty");
    }
  }

  @Test
  void focalPlaneZeroIsRead() throws IOException {
    TestNdpi ndpi = new TestNdpi();
    byte[] wanted = jpeg(WIDTH, HEIGHT, 16, 1);
    for (int plane : new int[] {-1500, 0, 1500}) {
      byte[] jpeg =
          plane == 0 ? wanted : TestNdpi.jpeg(TestImages.soft(WIDTH, HEIGHT, plane), 16, 1);
      ndpi.jpeg(jpeg, WIDTH, HEIGHT, 20).integer(65424, 9, plane & 0xFFFFFFFFL);
    }
    try (SlideReader reader = SlideReaders.open(ndpi.write(folder.resolve("z.ndpi")))) {
      assertThat(reader.metadata().levels()).hasSize(1);
      assertThat(reader.metadata().properties()).containsEntry("intarsia.other-planes", "2");
      assertThat(Arrays.equals(whole(reader, 0), decoded(wanted))).isTrue();
    }
  }

  private void assertRefused(TestNdpi ndpi, Class<? extends SlideReadException> type, String regex)
      throws IOException {
    Path file = ndpi.write(folder.resolve("broken.ndpi"));
    assertThatThrownBy(
            () -> {
              try (SlideReader reader =
                  SlideReaders.open(file, ReadOptions.defaults().withReader("tiff"))) {
                whole(reader, 0);
              }
            })
        .isInstanceOf(type)
        .hasMessageMatching("(?s)broken.ndpi: " + regex);
  }

  @Test
  void damageIsNamed() throws IOException {
    byte[] jpeg = jpeg(WIDTH, HEIGHT, 16, 1);
    TestNdpi cut = new TestNdpi();
    cut.jpeg(Arrays.copyOf(jpeg, jpeg.length / 2), WIDTH, HEIGHT, 20);
    assertRefused(
        cut,
        SlideReadException.class,
        "level 0, region 384 x 301 at \\(0, 0\\): JPEG pieces \\(0, 0\\) at byte \\d+: JPEG with"
            + " \\d+ restart markers where 113 are needed");
    TestNdpi beyond = new TestNdpi();
    beyond.jpeg(jpeg, WIDTH, HEIGHT, 20).integer(273, 4, 7L << 32);
    assertRefused(
        beyond,
        SlideReadException.class,
        "\\d+ bytes of JPEG lie beyond the end of the file of \\d+ bytes \\(at byte"
            + " 30064771072\\)");
    TestNdpi size = new TestNdpi();
    size.jpeg(jpeg, WIDTH, HEIGHT + 1, 20);
    assertRefused(
        size,
        SlideReadException.class,
        "a JPEG of 384 x 301 px in an image of 384 x 302 \\(at byte 16\\)");
    TestNdpi lens = new TestNdpi();
    lens.jpeg(jpeg, WIDTH, HEIGHT, 20).remove(65421);
    assertRefused(
        lens,
        SlideReadException.class,
        "an NDPI image that does not name its lens \\(at byte \\d+\\)");
    TestNdpi none = new TestNdpi();
    none.jpeg(jpeg, WIDTH, HEIGHT, -1);
    assertRefused(none, SlideReadException.class, "an NDPI file without an image through a lens");
    TestNdpi noJpeg = new TestNdpi();
    noJpeg.jpeg(new byte[100], WIDTH, HEIGHT, 20);
    assertRefused(
        noJpeg,
        SlideReadException.class,
        "JPEG does not start with a start-of-image marker \\(at byte 16\\)");
  }

  @Test
  void variationsThatAreNotReadAreLeftToOthers() throws IOException {
    TestNdpi large = new TestNdpi();
    large.jpeg(jpeg(64, 64, 0, 1), 70_000, 64, 20);
    assertRefused(
        large,
        UnsupportedSlideException.class,
        "not supported: NDPI with one JPEG of 70000 x 64 px and restart markers after 0 units .*");
    TestNdpi xr = new TestNdpi();
    xr.jpeg(jpeg(64, 64, 0, 1), 64, 64, 20).integer(259, 3, 22610).integer(258, 3, 8);
    assertRefused(xr, UnsupportedSlideException.class, "not supported: compression 22610 .*");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void anyDamageEndsInPixelsOrATypedError(long seed) throws IOException {
    byte[] sound = Files.readAllBytes(slide().write(folder.resolve("sound.ndpi")));
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      byte[] bytes = sound.clone();
      int from = random.nextBoolean() ? sound.length - 1500 : 0;
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("broken.ndpi"), bytes);
      try (SlideReader reader =
          SlideReaders.open(file, ReadOptions.defaults().withReader("tiff"))) {
        for (PyramidLevel level : reader.metadata().levels()) {
          if (level.area() < 1 << 20) {
            whole(reader, level.index());
          }
        }
      } catch (SlideReadException e) {
        assertThat(e.getMessage()).startsWith("broken.ndpi: ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, B4D30982", "1, B0563B4A", "2, 9DD69592", "3, 81A1C6E1"})
  void aScannersFileGivesThePixelsOfOpenSlide(int level, String crc) throws IOException {
    Path file = SampleSlides.find("more/slides/hamamatsu-ndpi/test3-TRITC-2-560.ndpi");
    ReadOptions java = ReadOptions.defaults().withCodecs(CodecChoice.PURE_JAVA);
    try (SlideReader reader = SlideReaders.open(file);
        SlideReader slow = SlideReaders.open(file, java)) {
      assertThat(reader.metadata().levels())
          .extracting(PyramidLevel::width)
          .containsExactly(3968L, 1984L, 992L, 496L);
      assertThat(reader.metadata().micronsPerPixel()).hasValue(0.2281750559028887);
      assertThat(reader.metadata().magnification()).hasValue(40);
      byte[] pixels = whole(reader, level);
      CRC32 sum = new CRC32();
      sum.update(pixels);
      assertThat(String.format("%08X", sum.getValue())).isEqualTo(crc);
      if (level == 3) {
        assertThat(worst(whole(slow, level), pixels)).isLessThanOrEqualTo(2);
      }
    }
  }
}
