package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.tiff.TestTiff.Packing;
import org.intarsia.tiff.TiffDirectoryDraft;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile files end in a typed error that names the file and the place, quickly. */
@Timeout(20)
class BrokenTiffTest {
  private static final int WIDTH = 203;
  private static final int HEIGHT = 131;

  @TempDir private Path folder;

  private static void readAll(Path file, CodecChoice codecs) throws IOException {
    ReadOptions options = ReadOptions.defaults().withReader("tiff").withCodecs(codecs);
    try (SlideReader reader = SlideReaders.open(file, options)) {
      for (var level : reader.metadata().levels()) {
        int width = (int) Math.min(level.width(), 1000);
        int height = (int) Math.min(level.height(), 1000);
        ByteBuffer rgb = ByteBuffer.allocate(3 * width * height);
        reader.read(level.index(), new Region(0, 0, width, height), rgb);
      }
      for (String name : reader.metadata().associatedImages()) {
        reader.readAssociated(name);
      }
    }
  }

  private static void assertRefused(Path file, String regex) {
    for (CodecChoice codecs : CodecChoice.values()) {
      assertThatThrownBy(() -> readAll(file, codecs))
          .as("with %s", codecs)
          .isInstanceOf(SlideReadException.class)
          .hasMessageMatching("(?s)" + file.getFileName() + ": " + regex);
    }
  }

  private Path sound(Packing packing) throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(WIDTH, HEIGHT, 7), 2);
    tiff.packing = packing;
    return tiff.write(folder.resolve("slide.svs"));
  }

  private Path with(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("broken.svs"), bytes);
  }

  /** One directory with a grey image of one block; {@code change} may set or override tags. */
  private Path one(Consumer<TiffDirectoryDraft> change, byte[] block) throws IOException {
    Path file = folder.resolve("one.tif");
    Files.deleteIfExists(file);
    try (TiffWriter writer = TiffWriter.create(file, Variant.CLASSIC, ByteOrder.LITTLE_ENDIAN)) {
      TiffDirectoryDraft draft =
          new TiffDirectoryDraft()
              .longs(TiffTag.IMAGE_WIDTH, 16)
              .longs(TiffTag.IMAGE_LENGTH, 16)
              .shorts(TiffTag.BITS_PER_SAMPLE, 8)
              .shorts(TiffTag.PHOTOMETRIC, 1)
              .shorts(TiffTag.COMPRESSION, 8)
              .longs(TiffTag.TILE_WIDTH, 16)
              .longs(TiffTag.TILE_LENGTH, 16)
              .offsets(TiffTag.TILE_OFFSETS, writer.append(block))
              .offsets(TiffTag.TILE_BYTE_COUNTS, block.length);
      change.accept(draft);
      writer.finish(List.of(draft));
    }
    return file;
  }

  @Test
  void aSoundFileIsRead() throws IOException {
    readAll(sound(Packing.JPEG_RGB), CodecChoice.PURE_JAVA);
    readAll(one(draft -> {}, TestTiff.deflate(new byte[256])), CodecChoice.PURE_JAVA);
  }

  @Test
  void truncated() throws IOException {
    byte[] bytes = Files.readAllBytes(sound(Packing.JPEG_YCBCR));
    assertRefused(
        with(Arrays.copyOf(bytes, bytes.length / 2)),
        "a directory lies beyond the end of the file of \\d+ bytes \\(at byte \\d+\\)");
    assertRefused(with(Arrays.copyOf(bytes, 6)), "a TIFF of 6 bytes has no header \\(at byte 6\\)");
  }

  @Test
  void aLoopOfDirectories() throws IOException {
    Path file = one(draft -> {}, TestTiff.deflate(new byte[256]));
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(4);
    int entries = in.getShort(directory);
    in.putInt(directory + 2 + 12 * entries, directory);
    assertRefused(with(bytes), "the directories form a loop \\(at byte " + directory + "\\)");
  }

  @Test
  void noDirectoriesOrNoEntries() throws IOException {
    assertRefused(
        with(new byte[] {'I', 'I', 42, 0, 0, 0, 0, 0, 0, 0}), "a TIFF without any directory .*");
    assertRefused(
        with(new byte[] {'I', 'I', 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
        "a directory of 0 entries \\(1 to 1000 are allowed\\) \\(at byte 8\\)");
    ByteBuffer big = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    big.put(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0}).putLong(16).putLong(-2);
    assertRefused(with(big.array()), "a directory of 18446744073709551614 entries .*");
  }

  @Test
  void aTextFileIsNoTiff() throws IOException {
    assertRefused(
        with("hello world, I am text".getBytes(StandardCharsets.UTF_8)),
        "no kind of slide that the reader 'tiff' knows");
  }

  @ParameterizedTest
  @CsvSource({"0, width of 0 px.*", "4294967295, width of 4294967295 px.*"})
  void impossibleWidths(long width, String reason) throws IOException {
    assertRefused(
        one(draft -> draft.longs(TiffTag.IMAGE_WIDTH, width), new byte[4]),
        "impossible: " + reason);
  }

  @Test
  void hugeDimensionsNeedTilesThatAreNotThere() throws IOException {
    assertRefused(
        one(
            draft -> draft.longs(TiffTag.IMAGE_WIDTH, 1 << 24).longs(TiffTag.IMAGE_LENGTH, 1 << 24),
            new byte[4]),
        "impossible: 1099511627776 tiles or strips, more than \\d+ .*");
    assertRefused(
        one(draft -> draft.longs(TiffTag.IMAGE_WIDTH, 160), new byte[4]),
        "1 tile offsets where 10 are needed \\(at byte \\d+\\)");
  }

  @Test
  void jpegOfManyScansCostsNoTime() throws IOException {
    byte[] jpeg = TestImages.jpegYcbcr(TestImages.soft(16, 16, 1));
    int scan = 2;
    while (jpeg[scan + 1] != (byte) 0xDA) {
      scan += 2 + ((jpeg[scan + 2] & 0xFF) << 8 | (jpeg[scan + 3] & 0xFF));
    }
    int length = jpeg.length - 2 - scan;
    byte[] many = Arrays.copyOf(jpeg, jpeg.length + 40 * length);
    for (int i = 0; i < 41; i++) {
      System.arraycopy(jpeg, scan, many, scan + i * length, length);
    }
    assertRefused(
        one(
            draft ->
                draft
                    .shorts(TiffTag.COMPRESSION, 7)
                    .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                    .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                    .shorts(TiffTag.PHOTOMETRIC, 6),
            many),
        "level 0, .*JPEG of more than 32 scans");
    assertRefused(
        one(
            draft ->
                draft.shorts(TiffTag.COMPRESSION, 7).bytes(TiffTag.JPEG_TABLES, new byte[100_000]),
            jpeg),
        "tag 347 has 100000 bytes of JPEG tables \\(at byte \\d+\\)");
  }

  @Test
  void directoriesThatOverlapAreCounted() throws IOException {
    // 300 directories of 900 entries each, 12 bytes apart: each is chained to the next.
    int entries = 900;
    int count = 300;
    ByteBuffer file = ByteBuffer.allocate(8 + 4000 * 12).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {'I', 'I', 42, 0}).putInt(8);
    for (int i = 0; i < count; i++) {
      int at = 8 + 12 * i;
      file.putShort(at, (short) entries).putInt(at + 2 + 12 * entries, at + 12);
    }
    assertRefused(
        with(file.array()),
        "more than 2000 directories or 200000 entries in all \\(at byte \\d+\\)");
  }

  @Test
  void hugeTilesAreNotAllocated() throws IOException {
    assertRefused(
        one(
            draft -> draft.longs(TiffTag.TILE_WIDTH, 100_000).longs(TiffTag.TILE_LENGTH, 100_000),
            new byte[4]),
        "impossible: tiles of 100000 x 100000 px need 30000000000 bytes each; the limit is .*");
  }

  @Test
  void aTileBeyondTheEnd() throws IOException {
    assertRefused(
        one(draft -> draft.offsets(TiffTag.TILE_OFFSETS, 4_000_000_000L), new byte[4]),
        "level 0, region 16 x 16 at \\(0, 0\\): tile \\(0, 0\\) at byte 4000000000: 4 bytes lie"
            + " beyond the end of the file of \\d+ bytes");
  }

  @Test
  void aTableBeyondTheEnd() throws IOException {
    Path file = one(draft -> draft.bytes(TiffTag.JPEG_TABLES, new byte[100]), new byte[4]);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int directory = in.getInt(4);
    for (int i = 0; i < in.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if (in.getShort(entry) == TiffTag.TILE_OFFSETS) {
        in.putInt(entry + 4, 500_000_000).putInt(entry + 8, bytes.length - 2);
      }
    }
    assertRefused(
        with(bytes), "tag 324 has 500000000 values, more than 16777216 \\(at byte \\d+\\)");
  }

  @Test
  void aTileThatDecompressesToMoreThanItDeclares() throws IOException {
    assertRefused(
        one(draft -> {}, TestTiff.deflate(new byte[50_000_000])),
        "level 0, .*tile \\(0, 0\\) .*decompresses to more than the 256 bytes that it declares");
    byte[] runs = {-127, 1, -100, 2, -100, 3};
    assertRefused(
        one(draft -> draft.shorts(TiffTag.COMPRESSION, 32773), runs),
        ".*decompresses to more than the 256 bytes that it declares");
    byte[] larger = TestImages.jpegYcbcr(TestImages.soft(64, 64, 1));
    assertRefused(
        one(
            draft ->
                draft
                    .shorts(TiffTag.COMPRESSION, 7)
                    .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                    .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                    .shorts(TiffTag.PHOTOMETRIC, 6),
            larger),
        ".*JPEG of 64 x 64 px in a block of 16 x 16");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 32773})
  void aTileThatHoldsTooLittle(int compression) throws IOException {
    byte[] little = {0x10, 0x20, 0x30};
    if (compression == 8) {
      little = TestTiff.deflate(new byte[100]);
    }
    assertRefused(
        one(draft -> draft.shorts(TiffTag.COMPRESSION, compression), little),
        "level 0, .*(holds only \\d+ of 256 bytes|damaged LZW stream.*)");
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"JPEG_YCBCR", "JPEG_RGB"})
  void aTruncatedJpegTileIsNoGreyTile(Packing packing) throws IOException {
    byte[] jpeg =
        packing == Packing.JPEG_RGB
            ? TestImages.jpegRgb(TestImages.soft(64, 64, 1))
            : TestImages.jpegYcbcr(TestImages.soft(64, 64, 1));
    Path file =
        one(
            draft ->
                draft
                    .shorts(TiffTag.COMPRESSION, 7)
                    .longs(TiffTag.IMAGE_WIDTH, 64)
                    .longs(TiffTag.IMAGE_LENGTH, 64)
                    .longs(TiffTag.TILE_WIDTH, 64)
                    .longs(TiffTag.TILE_LENGTH, 64)
                    .shorts(TiffTag.SAMPLES_PER_PIXEL, 3)
                    .shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8)
                    .shorts(TiffTag.PHOTOMETRIC, packing == Packing.JPEG_RGB ? 2 : 6),
            Arrays.copyOf(jpeg, jpeg.length * 3 / 4));
    assertRefused(file, "level 0, .*tile \\(0, 0\\) at byte 8: damaged JPEG.*");
  }

  @ParameterizedTest
  @CsvSource({
    "258, 16, '16-bit samples; Intarsia reads 8-bit RGB, and these with --scale-16-bit'",
    "258, 24, 24-bit samples; Intarsia reads 8-bit RGB",
    "259, 6, compression 6 \\(old-style JPEG\\)",
    "259, 4, 'compression 4 \\(CCITT fax, for black-and-white pages\\)'",
    "259, 50001, WebP of 1 samples per pixel",
    "259, 50002, compression 50002 \\(JPEG XL\\)",
    "262, 5, CMYK of 1 samples per pixel",
    "262, 8, CIE L\\*a\\*b\\* of 1 samples per pixel",
    "317, 3, predictor 3 \\(floating point\\)",
    "339, 3, floating-point samples; Intarsia reads 8-bit RGB",
  })
  void kindsThatAreNotReadAreNamed(int tag, int value, String reason) throws IOException {
    assertRefused(
        one(draft -> draft.shorts(tag, value), new byte[4]),
        "not supported: " + reason + " \\(at byte \\d+\\)");
  }

  @Test
  void fluorescenceIsNamed() throws IOException {
    assertRefused(
        one(
            draft ->
                draft.shorts(TiffTag.SAMPLES_PER_PIXEL, 3).shorts(TiffTag.BITS_PER_SAMPLE, 8, 8, 8),
            new byte[4]),
        "not supported: 3 separate channels \\(fluorescence\\) .*");
    assertRefused(
        one(
            draft ->
                draft.text(
                    TiffTag.IMAGE_DESCRIPTION,
                    TiffSlideReaderTest.OME
                        .replace("SizeC=\"3\"", "SizeC=\"4\"")
                        .replace("SamplesPerPixel=\"3\"", "")),
            new byte[4]),
        "not supported: 4 separate channels \\(fluorescence\\)");
  }

  @Test
  void scannersOwnKindsAreNamed() throws IOException {
    assertRefused(
        one(draft -> draft.text(TiffTag.SOFTWARE, "Philips DP v1.0"), new byte[4]),
        "not supported: Philips TIFF without the description of a digital slide");
    assertRefused(one(draft -> draft.longs(34412, 1), new byte[4]), "not supported: Zeiss LSM");
  }

  @Test
  void omeXmlMayNotPullInOtherFiles() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "<Image/>");
    String xml =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \""
            + secret.toUri()
            + "\">]>"
            + TiffSlideReaderTest.OME
                .substring(TiffSlideReaderTest.OME.indexOf("<OME"))
                .replace("<Instrument", "&e;<Instrument");
    assertRefused(
        one(draft -> draft.text(TiffTag.IMAGE_DESCRIPTION, xml), new byte[4]),
        "the OME-XML is damaged: .*");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyDamageEndsInPixelsOrATypedError(long seed) throws IOException {
    List<Packing> packings = List.of(Packing.values());
    Packing packing = packings.get((int) (seed % packings.size()));
    byte[] sound = Files.readAllBytes(sound(packing));
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      byte[] bytes = sound.clone();
      int directory = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        boolean structure = random.nextBoolean();
        int from = structure ? directory : 0;
        bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt(256);
      }
      Path file = with(bytes);
      long start = System.nanoTime();
      try {
        readAll(file, round % 2 == 0 ? CodecChoice.PURE_JAVA : CodecChoice.NATIVE_WHERE_INSTALLED);
      } catch (SlideReadException e) {
        assertThat(e.getMessage()).startsWith("broken.svs: ");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
