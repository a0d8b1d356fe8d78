package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.LongStream;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.intarsia.stitcher.TiffPages.Page;
import org.intarsia.tiff.TiffTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.SAXException;

class OmeTiffMaskSinkTest {
  private static final List<LabelClass> CLASSES =
      List.of(
          new LabelClass("background", 0xFFFFFF),
          new LabelClass("épithélium <benign> & \"normal\"", 0x820082),
          new LabelClass("blood", 0xFFFF00));

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  private static MaskLayout layout(int width, int height) {
    MaskOrigin origin = new MaskOrigin(4096, 512, OptionalDouble.of(0.25));
    return new MaskLayout(width, height, CLASSES, OptionalDouble.of(0.5), "slide 1", origin);
  }

  /** Blobs: runs of one label in both directions, with some noise. */
  private static byte[] blobs(int width, int height, Random random) {
    byte[] mask = new byte[width * height];
    int cell = 1 + random.nextInt(30);
    int seed = random.nextInt();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int hash = (x / cell * 31 + y / cell) * 0x9E3779B1 + seed;
        boolean noise = random.nextInt(20) == 0;
        mask[y * width + x] = (byte) (noise ? random.nextInt(256) : (hash >>> 13) % 3);
      }
    }
    return mask;
  }

  private static void write(Path file, MaskLayout layout, byte[] mask, int core)
      throws IOException {
    int width = (int) layout.width();
    int height = (int) layout.height();
    byte[] labels = new byte[width * core + 5];
    try (OmeTiffMaskSink sink = OmeTiffMaskSink.create(file, layout)) {
      for (int y = 0; y < height; y += core) {
        int rows = Math.min(core, height - y);
        System.arraycopy(mask, y * width, labels, 0, rows * width);
        sink.accept(new MaskBand(y / core, y, width, rows, labels));
      }
      sink.finish();
    }
  }

  /** Half of a mask, straight from the rule; at an odd border only the pixels that exist count. */
  private static byte[] halved(byte[] mask, int width, int height) {
    int w = (width + 1) / 2;
    int h = (height + 1) / 2;
    byte[] half = new byte[w * h];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        byte[] block = new byte[4];
        int n = 0;
        for (int i = 0; i < 4; i++) {
          int px = 2 * x + i % 2;
          int py = 2 * y + i / 2;
          if (px < width && py < height) {
            block[n++] = mask[py * width + px];
          }
        }
        half[y * w + x] = MajorityTest.byCounting(Arrays.copyOf(block, n));
      }
    }
    return half;
  }

  private static void assertLevels(List<Page> levels, byte[] mask, int width, int height) {
    byte[] expected = mask;
    int w = width;
    int h = height;
    for (int i = 0; i < levels.size(); i++) {
      Page level = levels.get(i);
      assertThat(level.width()).isEqualTo(w);
      assertThat(level.height()).isEqualTo(h);
      assertThat(level.pixels()).as("level %d", i).isEqualTo(expected);
      assertThat(level.one(TiffTag.NEW_SUBFILE_TYPE)).isEqualTo(i == 0 ? 0 : 1);
      long[] resolution = level.tags().getOrDefault(TiffTag.X_RESOLUTION, new long[0]);
      assertThat(10_000.0 * resolution[1] / resolution[0]).isEqualTo(0.5 * (1 << i));
      assertThat(level.one(TiffTag.RESOLUTION_UNIT)).as("centimetre").isEqualTo(3);
      expected = halved(expected, w, h);
      w = (w + 1) / 2;
      h = (h + 1) / 2;
    }
    Page last = levels.get(levels.size() - 1);
    assertThat(Math.max(last.width(), last.height())).isLessThanOrEqualTo(512);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void allLevelsHoldTheMajorityInTheChainAndAmongTheSubDirectories(long seed) throws IOException {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(seed % 8 == 0 ? 2100 : 700);
    int height = 1 + random.nextInt(seed % 8 == 0 ? 1100 : 700);
    byte[] mask = blobs(width, height, random);
    Path file = folder.resolve("mask.ome.tiff");
    write(file, layout(width, height), mask, 1 + random.nextInt(300));

    List<Page> chain = TiffPages.chain(file);
    assertLevels(chain, mask, width, height);
    List<Page> subs = TiffPages.subDirectories(chain.get(0));
    assertThat(subs).hasSize(chain.size() - 1);
    for (int i = 0; i < subs.size(); i++) {
      assertThat(subs.get(i).next()).isZero();
      assertThat(subs.get(i).pixels()).isEqualTo(chain.get(i + 1).pixels());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theSameLabelsGiveTheSameBytesHoweverTheyAreCut(long seed) throws IOException {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(700);
    int height = 1 + random.nextInt(700);
    byte[] mask = blobs(width, height, random);
    write(folder.resolve("a"), layout(width, height), mask, 1 + random.nextInt(300));
    write(folder.resolve("b"), layout(width, height), mask, 1 + random.nextInt(300));
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void tilesAtTheBorderRepeatTheLastColumnAndRow() throws IOException {
    byte[] mask = {0, 1, 2, 0, 0, 1};
    Path file = folder.resolve("mask.ome.tiff");
    write(file, layout(3, 2), mask, 2);
    byte[] tile = TiffPages.chain(file).get(0).tile(0);
    assertThat(tile[255]).isEqualTo((byte) 2);
    assertThat(tile[256 + 255]).isEqualTo((byte) 1);
    assertThat(tile[255 * 256]).isEqualTo((byte) 0);
    assertThat(tile[255 * 256 + 255]).isEqualTo((byte) 1);
  }

  @Test
  void thePaletteHoldsTheColoursOfTheClasses() throws IOException {
    Path file = folder.resolve("mask.ome.tiff");
    write(file, layout(3, 2), new byte[6], 2);
    Page page = TiffPages.chain(file).get(0);
    assertThat(page.one(TiffTag.PHOTOMETRIC)).isEqualTo(3);
    long[] map = page.tags().getOrDefault(TiffTag.COLOR_MAP, new long[0]);
    assertThat(map).hasSize(768);
    assertThat(new long[] {map[1], map[257], map[513]}).containsExactly(0x8282, 0, 0x8282);
    assertThat(new long[] {map[2], map[258], map[514]}).containsExactly(0xFFFF, 0xFFFF, 0);
    assertThat(new long[] {map[3], map[259], map[515]}).containsExactly(0, 0, 0);
  }

  @Test
  void theDescriptionIsValidOmeXmlAndSaysWhatThereIs() throws Exception {
    Path file = folder.resolve("mask.ome.tiff");
    write(file, layout(30, 20), new byte[600], 20);
    String xml = TiffPages.chain(file).get(0).text(TiffTag.IMAGE_DESCRIPTION);
    omeSchema().newValidator().validate(new StreamSource(new StringReader(xml)));
    assertThat(xml)
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .endsWith("</OME>")
        .contains("SizeX=\"30\"", "SizeY=\"20\"", "Type=\"uint8\"", "Name=\"slide 1\"")
        .contains("PhysicalSizeX=\"0.5\"", "PhysicalSizeXUnit=\"µm\"", "PhysicalSizeY=\"0.5\"")
        .contains("PositionX=\"1024.0\"", "PositionY=\"128.0\"")
        .contains("<M K=\"x\">4096</M>", "<M K=\"y\">512</M>", "<M K=\"micronsPerPixel\">0.25</M>")
        .contains("<M K=\"1\">épithélium &lt;benign&gt; &amp; \"normal\"</M>")
        .contains("<M K=\"1\">#820082</M>")
        .doesNotContainPattern("[0-9]{4}-[0-9]{2}-[0-9]{2}T|UUID");
  }

  private static Schema omeSchema() throws SAXException {
    String path = "/released-schema/2016-06/ome.xsd";
    Source source =
        new StreamSource(
            Objects.requireNonNull(OmeTiffMaskSinkTest.class.getResourceAsStream(path), path));
    String xmlNamespace =
        "<schema xmlns='http://www.w3.org/2001/XMLSchema' targetNamespace='"
            + XMLConstants.XML_NS_URI
            + "'><attribute name='lang' type='language'/></schema>";
    Source imported = new StreamSource(new StringReader(xmlNamespace));
    SchemaFactory factory = SchemaFactory.newDefaultInstance();
    factory.setResourceResolver(new NoNetwork());
    return factory.newSchema(new Source[] {imported, source});
  }

  @Test
  void withoutAPixelSizeTheFileClaimsNone() throws IOException {
    Path file = folder.resolve("mask.ome.tiff");
    write(file, MaskLayout.of(3, 2, CLASSES, OptionalDouble.empty(), "s"), new byte[6], 2);
    Page page = TiffPages.chain(file).get(0);
    assertThat(page.tags()).doesNotContainKeys(TiffTag.X_RESOLUTION, TiffTag.RESOLUTION_UNIT);
    assertThat(page.text(TiffTag.IMAGE_DESCRIPTION)).doesNotContain("PhysicalSize", "PositionX");
  }

  @Test
  void aPyramidThatCouldExceedFourGigabytesIsABigTiff() throws IOException {
    int width = 61_440;
    int height = 51_200;
    Path file = folder.resolve("mask.ome.tiff");
    byte[] labels = new byte[width * 1024];
    try (OmeTiffMaskSink sink = OmeTiffMaskSink.create(file, layout(width, height))) {
      for (int y = 0; y < height; y += 1024) {
        sink.accept(new MaskBand(y / 1024, y, width, 1024, labels));
      }
      sink.finish();
    }
    assertThat(TiffPages.isBig(file)).isTrue();
    List<Page> chain = TiffPages.chain(file);
    assertThat(chain).hasSize(8);
    assertThat(chain.get(7).pixels()).isEqualTo(new byte[480 * 400]);
    assertThat(TiffPages.subDirectories(chain.get(0))).hasSize(7);
  }

  @Test
  void anExistingFileIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("mask.ome.tiff"), "mine");
    assertThatThrownBy(() -> OmeTiffMaskSink.create(file, layout(3, 2)))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("mine");
  }

  @Test
  void messagesNameWhatIsWrong() throws IOException {
    Path file = folder.resolve("mask.ome.tiff");
    OmeTiffMaskSink sink = OmeTiffMaskSink.create(file, layout(3, 5));
    assertThatThrownBy(() -> sink.accept(new MaskBand(1, 2, 3, 2, new byte[6])))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("band 1 (3 x 2 px at y 2) does not follow row 0 of a mask of 3 x 5 px");
    assertThatThrownBy(sink::finish).hasMessage(file + ": 5 of 5 rows were never delivered");
    sink.close();
    assertThatThrownBy(sink::finish).hasMessage(file + " is closed");
    assertThatThrownBy(() -> OmeTiffMaskSink.create(file, layout(9_000_000, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a mask of 9000000 px is wider than the ");
    assertThatThrownBy(() -> layout(0, 5)).hasMessageContaining("not 0 x 5");
    assertThatThrownBy(() -> new LabelClass(" ", 0)).hasMessageContaining("must not be blank");
    assertThatThrownBy(() -> MaskOrigin.topLeft(OptionalDouble.of(-1)))
        .hasMessage("a pixel cannot be -1.0 micrometres wide");
  }

  /** Fails if the schema asks for anything that is not at hand. */
  private static final class NoNetwork implements org.w3c.dom.ls.LSResourceResolver {
    @Override
    public org.w3c.dom.ls.LSInput resolveResource(
        String type, String namespace, String publicId, String systemId, String base) {
      throw new UncheckedIOException(new IOException("the schema asks for " + systemId));
    }
  }
}
