package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.raster.ReadStatistics;
import org.intarsia.slideio.tiff.TestTiff.Packing;
import org.intarsia.slideio.tiff.TestTiff.Samples;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffSlideReaderTest {
  static final String OME =
      "<?xml version=\"1.0\"?><OME"
          + " xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\"><Instrument"
          + " ID=\"I:0\"><Objective ID=\"O:0\" NominalMagnification=\"40\"/></Instrument><Image"
          + " ID=\"Image:0\" Name=\"biopsy\"><Pixels ID=\"P:0\" SizeC=\"3\" SizeZ=\"1\" SizeT=\"1\""
          + " PhysicalSizeX=\"250\" PhysicalSizeXUnit=\"nm\"><Channel ID=\"C:0\""
          + " SamplesPerPixel=\"3\"/><TiffData/></Pixels></Image></OME>";

  private static final int WIDTH = 203;
  private static final int HEIGHT = 131;

  @TempDir private Path folder;

  private static byte[] whole(SlideReader reader, int level) throws IOException {
    int width = (int) reader.metadata().level(level).width();
    int height = (int) reader.metadata().level(level).height();
    byte[] rgb = new byte[3 * width * height];
    reader.read(level, new Region(0, 0, width, height), ByteBuffer.wrap(rgb));
    return rgb;
  }

  private static int worst(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    int worst = 0;
    for (int i = 0; i < a.length; i++) {
      worst = Math.max(worst, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return worst;
  }

  private static SlideReader open(Path file, CodecChoice codecs) throws IOException {
    return SlideReaders.open(file, ReadOptions.defaults().withCodecs(codecs));
  }

  static Stream<Arguments> losslessKinds() {
    return Stream.of(Variant.values())
        .flatMap(
            variant ->
                Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
                    .flatMap(
                        order ->
                            Stream.of(Packing.values())
                                .filter(p -> !p.name().startsWith("JPEG"))
                                .flatMap(
                                    packing ->
                                        Stream.of(Samples.RGB, Samples.PLANAR_RGB)
                                            .flatMap(
                                                samples ->
                                                    Stream.of(true, false)
                                                        .map(
                                                            tiled ->
                                                                Arguments.of(
                                                                    variant, order, packing,
                                                                    samples, tiled))))));
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} tiled {4}")
  @MethodSource("losslessKinds")
  void losslessPixelsComeBackExactly(
      Variant variant, ByteOrder order, Packing packing, Samples samples, boolean tiled)
      throws IOException {
    BufferedImage image = TestImages.soft(70, 45, 3);
    TestTiff tiff = TestTiff.of(image, 1);
    tiff.variant = variant;
    tiff.order = order;
    tiff.packing = packing;
    tiff.samples = samples;
    tiff.tiled = tiled;
    tiff.tileWidth = 16;
    tiff.tileHeight = 16;
    try (SlideReader reader = SlideReaders.open(tiff.write(folder.resolve("a.tif")))) {
      assertThat(whole(reader, 0)).isEqualTo(TestImages.rgb(image));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"JPEG_YCBCR", "JPEG_RGB"})
  void jpegColoursAreRightAndTheSameInBothCodecs(Packing packing) throws IOException {
    BufferedImage image = TestImages.soft(WIDTH, HEIGHT, 4);
    TestTiff tiff = TestTiff.of(image, 2);
    tiff.packing = packing;
    Path file = tiff.write(folder.resolve("jpeg.tif"));
    try (SlideReader java = open(file, CodecChoice.PURE_JAVA);
        SlideReader fastest = open(file, CodecChoice.NATIVE_WHERE_INSTALLED)) {
      assertThat(java.metadata().codec()).isEqualTo("java-jpeg");
      assertThat(worst(whole(java, 0), TestImages.rgb(image))).isLessThan(14);
      assertThat(worst(whole(java, 0), whole(fastest, 0))).isLessThanOrEqualTo(2);
      assertThat(worst(whole(java, 1), whole(fastest, 1))).isLessThanOrEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits", "Uncompressed"})
  void readsWhatTheJdkWrites(String compression) throws IOException {
    BufferedImage image = TestImages.soft(300, 200, 8);
    for (int i = 0; i < 200; i++) {
      image.setRGB(i, i, 0xFF00FF ^ (i * 7919));
    }
    Path file = folder.resolve(compression + ".tif");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      if (!compression.equals("Uncompressed")) {
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(compression);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    try (SlideReader reader = SlideReaders.open(file)) {
      assertThat(whole(reader, 0)).isEqualTo(TestImages.rgb(image));
    }
  }

  @Test
  void greyAndPaletteAreExpanded() throws IOException {
    BufferedImage image = TestImages.soft(40, 30, 9);
    byte[] rgb = TestImages.rgb(image);
    TestTiff grey = TestTiff.of(image, 1);
    grey.samples = Samples.GREY;
    TestTiff palette = TestTiff.of(image, 1);
    palette.samples = Samples.PALETTE;
    try (SlideReader g = SlideReaders.open(grey.write(folder.resolve("g.tif")));
        SlideReader p = SlideReaders.open(palette.write(folder.resolve("p.tif")))) {
      byte[] greyRgb = whole(g, 0);
      byte[] paletteRgb = whole(p, 0);
      for (int i = 0; i < rgb.length; i += 3) {
        int value = rgb[i] & 0xFF;
        assertThat(greyRgb[i + 1] & 0xFF).isEqualTo(value);
        assertThat(greyRgb[i + 2] & 0xFF).isEqualTo(value);
        assertThat(paletteRgb[i] & 0xFF).isEqualTo(value);
        assertThat(paletteRgb[i + 1] & 0xFF).isEqualTo(255 - value);
        assertThat(paletteRgb[i + 2] & 0xFF).isEqualTo(value / 2);
      }
    }
  }

  @Test
  void missingTilesAreBackground() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(WIDTH, HEIGHT, 1), 1);
    tiff.missingBlock = 1;
    try (SlideReader reader = SlideReaders.open(tiff.write(folder.resolve("m.tif")))) {
      byte[] rgb = new byte[3 * 64 * 48];
      reader.read(0, new Region(64, 0, 64, 48), ByteBuffer.wrap(rgb));
      for (byte b : rgb) {
        assertThat(b).isEqualTo((byte) 0xFF);
      }
    }
  }

  @Test
  void aperioDescriptionGivesScaleAndPower() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(WIDTH, HEIGHT, 1), 3);
    tiff.description = "Aperio Image Library v12\r\n1x1|AppMag = 20|MPP = 0,4990|Date = 1/1/26";
    try (SlideReader reader = SlideReaders.open(tiff.write(folder.resolve("a.svs")))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Aperio SVS");
      assertThat(metadata.name()).isEqualTo("a.svs");
      assertThat(metadata.micronsPerPixel()).isEqualTo(OptionalDouble.of(0.499));
      assertThat(metadata.magnification()).isEqualTo(OptionalDouble.of(20));
      assertThat(metadata.levels()).hasSize(3);
      assertThat(metadata.level(1).micronsPerPixel().orElse(0))
          .isCloseTo(0.499 * 203 / 101, within(1e-9));
      assertThat(metadata.properties()).containsEntry("aperio.Date", "1/1/26");
    }
  }

  @Test
  void omeXmlGivesScaleAndLevelsInSubDirectories() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(WIDTH, HEIGHT, 1), 3);
    tiff.inSubDirectories = true;
    tiff.description = OME;
    try (SlideReader reader = SlideReaders.open(tiff.write(folder.resolve("a.ome.tif")))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("OME-TIFF");
      assertThat(metadata.levels()).hasSize(3);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.25, within(1e-12));
      assertThat(metadata.magnification()).isEqualTo(OptionalDouble.of(40));
    }
  }

  @Test
  void withRoomForThreeRowsWindowsWithAHaloDecodeEachTileOnce() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(700, 500, 2), 1);
    tiff.tileWidth = 32;
    tiff.tileHeight = 32;
    Path file = tiff.write(folder.resolve("halo.tif"));
    long columns = 22;
    long rows = 16;
    long cacheBytes = (3 * columns + 8) * 32 * 32 * 3;
    try (TiffSlideReader reader =
        TiffSlideReader.open(file, ReadOptions.defaults().withCacheBytes(cacheBytes))) {
      ByteBuffer buffer = ByteBuffer.allocate(3 * 48 * 48);
      for (int y = 0; y < 500; y += 32) {
        for (int x = 0; x < 700; x += 32) {
          reader.read(0, new Region(x - 8, y - 8, 48, 48), buffer.clear());
        }
      }
      ReadStatistics statistics = reader.statistics();
      assertThat(statistics.decodings()).isEqualTo(columns * rows);
      assertThat(statistics.tileRequests()).isGreaterThan(5 * columns * rows);
    }
  }

  @Test
  void openingDecodesNothing() throws IOException {
    TestTiff tiff = TestTiff.of(TestImages.soft(WIDTH, HEIGHT, 2), 2);
    Path file = tiff.write(folder.resolve("open.tif"));
    try (TiffSlideReader reader = TiffSlideReader.open(file, ReadOptions.defaults())) {
      assertThat(reader.statistics()).isEqualTo(new ReadStatistics(0, 0));
    }
    assertThat(Files.deleteIfExists(file)).isTrue();
  }

  @Test
  void aPageOfAnotherShapeIsAnAssociatedImage() throws IOException {
    Path file = folder.resolve("pages.tif");
    BufferedImage slide = TestImages.soft(100, 80, 1);
    BufferedImage label = TestImages.soft(30, 60, 2);
    TestTiff tiff = TestTiff.of(slide, 1);
    try (var writer = org.intarsia.tiff.TiffWriter.create(file, tiff.variant, tiff.order)) {
      writer.finish(List.of(tiff.directory(writer, slide, -1), tiff.directory(writer, label, -1)));
    }
    try (SlideReader reader = SlideReaders.open(file)) {
      assertThat(reader.metadata().levels()).hasSize(1);
      assertThat(reader.metadata().associatedImages()).containsExactly("page-1");
      assertThat(reader.readAssociated("page-1").rgb()).isEqualTo(TestImages.rgb(label));
    }
  }
}
