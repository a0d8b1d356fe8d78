package org.intarsia.slideio.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.dicom.TestDicom.Table;
import org.intarsia.slideio.dicom.TestDicom.Tiling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what is read, for each way of writing it. */
class DicomPixelsTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 50;

  @TempDir private Path folder;

  private static BufferedImage noise(long seed) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, x % 7 == 0 ? 0xC0C0C0 : random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static byte[] whole(SlideReader reader) throws IOException {
    PyramidLevel size = reader.metadata().level(0);
    byte[] rgb = new byte[(int) (3 * size.area())];
    reader.read(0, new Region(0, 0, (int) size.width(), (int) size.height()), ByteBuffer.wrap(rgb));
    return rgb;
  }

  private byte[] read(TestDicom instance) throws IOException {
    Path file = folder.resolve("slide.dcm");
    instance.write(file);
    ReadOptions options = ReadOptions.defaults().withDeepSamples(DeepSamples.SCALE);
    try (SlideReader reader = SlideReaders.open(file, options)) {
      return whole(reader);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IMPLICIT, RGB, 8, 8, false",
    "EXPLICIT, RGB, 8, 8, true",
    "EXPLICIT, YBR_FULL, 8, 8, false",
    "EXPLICIT, YBR_FULL, 8, 8, true",
    "EXPLICIT, YBR_FULL_422, 8, 8, false",
    "EXPLICIT, MONOCHROME1, 8, 8, false",
    "EXPLICIT, MONOCHROME2, 16, 16, false",
    "EXPLICIT, RGB, 16, 12, false",
    "DEFLATED, RGB, 8, 8, false",
    "BIG_ENDIAN, RGB, 8, 8, false",
    "BIG_ENDIAN, MONOCHROME2, 16, 10, false",
    "BIG_ENDIAN, RGB, 16, 16, true",
    "RLE, RGB, 8, 8, false",
    "RLE, RGB, 8, 8, true",
    "RLE, YBR_FULL, 8, 8, true",
    "RLE, MONOCHROME2, 8, 8, false",
    "RLE, RGB, 16, 16, false",
    "JPEG_2000_LOSSLESS, RGB, 8, 8, false",
    "JPEG_2000, YBR_RCT, 8, 8, false",
  })
  void losslessKindsComeBackExactly(
      TransferSyntax syntax, String photometric, int bits, int stored, boolean planar)
      throws IOException {
    for (Tiling tiling : Tiling.values()) {
      TestDicom instance = TestDicom.of(noise(3));
      instance.syntax = syntax;
      instance.photometric = photometric;
      instance.bits = bits;
      instance.bitsStored = stored;
      instance.planar = planar;
      instance.tiling = tiling;
      String kind = photometric.equals("YBR_RCT") ? "RGB" : photometric;
      assertThat(Arrays.equals(read(instance), TestFrames.expected(rgb(noise(3)), kind)))
          .as("%s", tiling)
          .isTrue();
    }
  }

  private static byte[] rgb(BufferedImage image) {
    return TestImages.rgb(image);
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 33})
  void wordsOfBigEndianFramesOfOddSizesAreSwappedOverTheWholePixelData(int tileWidth)
      throws IOException {
    TestDicom instance = TestDicom.of(noise(4));
    instance.syntax = TransferSyntax.BIG_ENDIAN;
    instance.bytesAsWords = true;
    instance.tileWidth = tileWidth;
    instance.tileHeight = 17;
    assertThat(Arrays.equals(read(instance), rgb(noise(4)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Table.class)
  void everyTableOfOffsetsFindsTheFrames(Table table) throws IOException {
    TestDicom instance = TestDicom.of(noise(5));
    instance.syntax = TransferSyntax.RLE;
    instance.table = table;
    instance.fragmentBytes = table == Table.NONE ? Integer.MAX_VALUE : 150;
    assertThat(Arrays.equals(read(instance), rgb(noise(5)))).isTrue();
  }

  @Test
  void allFragmentsOfASingleFrameAreItsOwnWithoutATable() throws IOException {
    TestDicom instance = TestDicom.of(noise(6));
    instance.syntax = TransferSyntax.RLE;
    instance.table = Table.NONE;
    instance.fragmentBytes = 100;
    instance.tileWidth = WIDTH;
    instance.tileHeight = HEIGHT;
    assertThat(Arrays.equals(read(instance), rgb(noise(6)))).isTrue();
  }

  @Test
  void undefinedLengthsAreWalkedOver() throws IOException {
    for (TransferSyntax syntax :
        new TransferSyntax[] {
          TransferSyntax.IMPLICIT, TransferSyntax.EXPLICIT, TransferSyntax.BIG_ENDIAN
        }) {
      TestDicom instance = TestDicom.of(noise(7));
      instance.syntax = syntax;
      instance.tiling = Tiling.SPARSE;
      instance.openSequences = true;
      instance.more =
          set ->
              set.openSequence(
                  0x00480008,
                  set.item().openSequence(0x00400612, set.item().text(0x00080100, "SH", "x")));
      assertThat(Arrays.equals(read(instance), rgb(noise(7)))).as("%s", syntax).isTrue();
    }
  }

  @Test
  void anUnknownSequenceHoldsImplicitItemsAndAnIconHoldsFragments() throws IOException {
    TestDicom instance = TestDicom.of(noise(8));
    DicomBytes inner =
        new DicomBytes(java.nio.ByteOrder.LITTLE_ENDIAN, false).text(0x00090010, "LO", "private");
    instance.more =
        set -> {
          set.head(0x00480009, "UN", 0xFFFFFFFFL).tag(DicomTags.ITEM).u32(0xFFFFFFFFL);
          set.raw(inner.toByteArray()).tag(DicomTags.ITEM_END).u32(0);
          set.tag(DicomTags.SEQUENCE_END).u32(0);
          DicomBytes icon = set.item().head(DicomTags.PIXELS, "OB", 0xFFFFFFFFL);
          icon.fragment().fragment(new byte[] {1, 2, 3}).tag(DicomTags.SEQUENCE_END).u32(0);
          set.openSequence(0x00480100, icon);
        };
    assertThat(Arrays.equals(read(instance), rgb(noise(8)))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(CodecChoice.class)
  void jpegColoursFollowMarkersBeforeThePhotometricInterpretation(CodecChoice codecs)
      throws IOException {
    BufferedImage image = TestImages.soft(128, 96, 2);
    String[][] kinds = {{"RGB", "RGB"}, {"YBR_FULL_422", "YBR_FULL_422"}, {"YBR_FULL", "RGB"}};
    for (String[] kind : kinds) {
      TestDicom instance = TestDicom.of(image);
      instance.syntax = TransferSyntax.JPEG_BASELINE;
      instance.photometric = kind[0];
      instance.tileWidth = 64;
      instance.tileHeight = 48;
      byte[] bytes = instance.bytes();
      if (!kind[0].equals(kind[1])) {
        rename(bytes, kind[0], kind[1] + " ".repeat(kind[0].length() - kind[1].length()));
      }
      Path file = folder.resolve("slide.dcm");
      java.nio.file.Files.write(file, bytes);
      try (SlideReader reader =
          SlideReaders.open(file, ReadOptions.defaults().withCodecs(codecs))) {
        byte[] actual = whole(reader);
        byte[] expected = rgb(image);
        int most = 0;
        for (int i = 0; i < actual.length; i++) {
          most = Math.max(most, Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF)));
        }
        assertThat(most).as("%s", Arrays.toString(kind)).isLessThan(12);
      }
    }
  }

  private static void rename(byte[] bytes, String from, String to) {
    String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    byte[] name = to.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, bytes, all.indexOf(from), name.length);
  }

  @Test
  void greyJpeg() throws IOException {
    BufferedImage image = TestImages.soft(128, 96, 2);
    TestDicom instance = TestDicom.of(image);
    instance.syntax = TransferSyntax.JPEG_EXTENDED;
    instance.photometric = "MONOCHROME2";
    byte[] actual = read(instance);
    byte[] expected = TestFrames.expected(rgb(image), "MONOCHROME2");
    for (int i = 0; i < actual.length; i += 97) {
      assertThat(Math.abs((actual[i] & 0xFF) - (expected[i] & 0xFF))).isLessThan(8);
    }
  }

  @Test
  void missingTilesHaveTheRecommendedColour() throws IOException {
    TestDicom instance = TestDicom.of(noise(9));
    instance.tiling = Tiling.SPARSE;
    instance.missingTile = 2;
    instance.more = set -> set.us(DicomTags.ABSENT_PIXEL_CIELAB, 0xFFFF, 0x8080, 0x8080);
    byte[] actual = read(instance);
    byte[] expected = rgb(noise(9));
    for (int y = 0; y < 24; y++) {
      Arrays.fill(expected, 3 * (y * WIDTH + 64), 3 * (y * WIDTH + WIDTH), (byte) 0xFF);
    }
    assertThat(Arrays.equals(actual, expected)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Tiling.class)
  void theFirstOfSeveralFocalPlanesIsShown(Tiling tiling) throws IOException {
    TestDicom instance = TestDicom.of(noise(10));
    instance.tiling = tiling;
    instance.extraPlanes = 2;
    instance.more =
        set -> set.us(DicomTags.NUMBER_OF_OPTICAL_PATHS, 1).us(DicomTags.FOCAL_PLANES, 3);
    assertThat(Arrays.equals(read(instance), rgb(noise(10)))).isTrue();
    try (SlideReader reader = SlideReaders.open(folder.resolve("slide.dcm"))) {
      assertThat(reader.metadata().properties())
          .containsEntry("intarsia.shown", "the first of 3 focal planes and 1 optical paths");
    }
  }

  @ParameterizedTest
  @EnumSource(Tiling.class)
  void partsOfAConcatenationAreOneLevel(Tiling tiling) throws IOException {
    int[][] ranges = {{0, 4}, {4, 9}};
    for (int i = 0; i < 2; i++) {
      TestDicom part = TestDicom.of(noise(11));
      part.syntax = TransferSyntax.RLE;
      part.tiling = tiling;
      part.concatenated = true;
      part.firstTile = ranges[i][0];
      part.endTile = ranges[i][1];
      part.instance = "1.2.3." + i;
      part.write(folder.resolve("part-" + (2 - i) + ".dcm"));
    }
    try (SlideReader reader = SlideReaders.open(folder)) {
      assertThat(reader.metadata().levels()).hasSize(1);
      assertThat(Arrays.equals(whole(reader), rgb(noise(11)))).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65535, 32896, 32896, FFFFFF",
    "0, 32896, 32896, 000000",
    "35579, 53664, 50858, FF0000",
    "57553, 12524, 53710, 00FF00",
    "19379, 50449, 4104, 0000FF",
  })
  void recommendedColoursAreThoseOfSrgb(int l, int a, int b, String rgb) {
    int expected = Integer.parseInt(rgb, 16);
    int actual = CieLab.rgb(l, a, b);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(Math.abs((actual >> shift & 0xFF) - (expected >> shift & 0xFF)))
          .as("%06X", actual)
          .isLessThanOrEqualTo(2);
    }
  }
}
