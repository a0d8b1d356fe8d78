package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.tiff.TiffTag;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class PhilipsTest {
  private static final BufferedImage FINE = TestImages.soft(256, 192, 2);
  private static final BufferedImage LABEL = TestImages.soft(50, 30, 4);

  @TempDir private Path folder;

  private static String attribute(String name, String value) {
    return "<Attribute Name=\""
        + name
        + "\" Group=\"0x301D\" Element=\"0x1004\">"
        + value
        + "</Attribute>";
  }

  private static String level(String spacing) {
    return "<DataObject ObjectType=\"PixelDataRepresentation\">"
        + attribute("DICOM_PIXEL_SPACING", spacing)
        + attribute("PIIM_PIXEL_DATA_REPRESENTATION_NUMBER", "0")
        + "</DataObject>";
  }

  private static String image(String type, String content) {
    return "<DataObject ObjectType=\"DPScannedImage\">"
        + attribute("PIM_DP_IMAGE_TYPE", type)
        + content
        + "</DataObject>";
  }

  private static String quoted(double spacing) {
    return "&quot;" + spacing + "&quot; &quot;" + spacing + "&quot;";
  }

  /** The document that an UltraFast Scanner writes, shortened. */
  static String xml() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><DataObject ObjectType=\"DPUfsImport\">"
        + attribute("DICOM_MANUFACTURER", "PHILIPS")
        + "<Attribute Name=\"PIM_DP_SCANNED_IMAGES\"><Array>"
        + image(
            "WSI",
            attribute(
                    "DICOM_DERIVATION_DESCRIPTION",
                    "tiff-useBigTIFF=1-levels=40,10002,10000-processing=0")
                + attribute("DICOM_PIXEL_SPACING", quoted(0.00025))
                + "<Attribute Name=\"PIIM_PIXEL_DATA_REPRESENTATION_SEQUENCE\"><Array>"
                + level(quoted(0.000247746))
                + level(quoted(0.0005))
                + level(quoted(0.001))
                + "</Array></Attribute>")
        + image("LABELIMAGE", attribute("PIM_DP_IMAGE_DATA", base64(LABEL)))
        + image("MACROIMAGE", attribute("PIM_DP_IMAGE_DATA", "no picture"))
        + "</Array></Attribute>"
        + attribute("PIM_DP_UFS_BARCODE", "MTIz")
        + "</DataObject>";
  }

  private static String base64(BufferedImage image) {
    return Base64.getMimeEncoder().encodeToString(TestImages.jpegYcbcr(image));
  }

  /** Levels are padded to whole tiles; one tile of the finest is missing. */
  static Path write(Path file, String xml) throws IOException {
    BufferedImage half = TestImages.half(FINE);
    TestTiff sparse = new TestTiff();
    sparse.tileWidth = 64;
    sparse.tileHeight = 64;
    sparse.missingBlock = 5;
    return new TestPages(Variant.BIG, 64, 64)
        .page(
            FINE,
            sparse,
            draft ->
                draft
                    .text(TiffTag.SOFTWARE, "Philips DP v1.0")
                    .text(TiffTag.IMAGE_DESCRIPTION, xml))
        .tiled(
            TestPages.cut(half, new Region(0, 0, 192, 128)),
            "",
            draft -> draft.longs(TiffTag.NEW_SUBFILE_TYPE, 1))
        .tiled(
            TestPages.cut(TestImages.half(half), new Region(0, 0, 64, 64)),
            "",
            draft -> draft.longs(TiffTag.NEW_SUBFILE_TYPE, 1))
        .write(file);
  }

  @Nested
  class Contract extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.tiff");
      return SlideReaders.open(Files.exists(file) ? file : write(file, xml()));
    }
  }

  @Test
  void levelsLoseTheirPadding() throws IOException {
    try (SlideReader reader = SlideReaders.open(write(folder.resolve("a.tiff"), xml()))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Philips TIFF");
      assertThat(metadata.levels())
          .extracting(PyramidLevel::width)
          .containsExactly(256L, 128L, 64L);
      assertThat(metadata.levels())
          .extracting(PyramidLevel::height)
          .containsExactly(192L, 96L, 48L);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.25, within(1e-12));
      assertThat(metadata.level(2).micronsPerPixel().orElse(0)).isCloseTo(1, within(1e-12));
      assertThat(metadata.magnification()).hasValue(40);
      assertThat(metadata.properties())
          .containsEntry("philips.DICOM_MANUFACTURER", "PHILIPS")
          .containsEntry("philips.PIM_DP_UFS_BARCODE", "MTIz")
          .doesNotContainKey("tiff.ImageDescription");
      BufferedImage half = TestImages.half(FINE);
      assertThat(Arrays.equals(TestPages.whole(reader, 1), TestImages.rgb(half))).isTrue();
      assertThat(Arrays.equals(TestPages.whole(reader, 2), TestImages.rgb(TestImages.half(half))))
          .isTrue();
    }
  }

  @Test
  void missingTilesAreWhiteAndTheLabelComesOutOfTheXml() throws IOException {
    try (SlideReader reader = SlideReaders.open(write(folder.resolve("a.tiff"), xml()))) {
      byte[] expected = TestImages.rgb(FINE);
      for (int y = 64; y < 128; y++) {
        Arrays.fill(expected, 3 * (256 * y + 64), 3 * (256 * y + 128), (byte) 0xFF);
      }
      assertThat(Arrays.equals(TestPages.whole(reader, 0), expected)).isTrue();
      assertThat(reader.metadata().associatedImages()).containsExactly("label");
      assertThat(reader.readAssociated("label").width()).isEqualTo(50);
      assertThat(reader.readAssociated("label").height()).isEqualTo(30);
      assertThat(reader.metadata().properties())
          .containsEntry(
              "intarsia.unreadable.macro", "JPEG does not start with a start-of-image marker");
    }
  }

  @Test
  void aLevelThatIsStoredSmallerThanItsScaleSaysEndsInBackground() throws IOException {
    String tall = xml().replace("0.001", "0.000743");
    try (SlideReader reader = SlideReaders.open(write(folder.resolve("a.tiff"), tall))) {
      assertThat(reader.metadata().level(2).width()).isEqualTo(85);
      byte[] rgb = TestPages.whole(reader, 2);
      assertThat(rgb[3 * 70]).isEqualTo((byte) 0xFF);
    }
  }

  @Test
  void damageAndVariationsAreNamed() throws IOException {
    Path file = folder.resolve("broken.tiff");
    TestPages.assertRefused(
        write(file, xml().replace(level(quoted(0.001)), "")),
        SlideReadException.class,
        "the Philips XML gives the scales of 2 levels where there are 3");
    TestPages.assertRefused(
        write(file, xml().replace(quoted(0.0005), "wide")),
        SlideReadException.class,
        "the Philips XML has DICOM_PIXEL_SPACING 'wide'");
    TestPages.assertRefused(
        write(file, xml().replace(quoted(0.0005), quoted(0.00025))),
        SlideReadException.class,
        "a level whose pixels are 1.009\\d+ times as large as those of level 0 \\(at byte \\d+\\)");
    TestPages.assertRefused(
        write(file, xml().replace(">WSI<", ">OTHER<")),
        UnsupportedSlideException.class,
        "not supported: Philips TIFF with 0 slide images");
    TestPages.assertRefused(
        write(file, xml().substring(0, 700)),
        SlideReadException.class,
        "the Philips XML is damaged: .*");
  }
}
