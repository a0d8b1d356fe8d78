package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class ScnTest {
  private static final BufferedImage MACRO = TestImages.soft(66, 175, 1);
  private static final BufferedImage LARGE = TestImages.soft(203, 131, 2);
  private static final BufferedImage SMALL = TestImages.soft(90, 70, 3);

  /** The document that a SCN400 writes, shortened. */
  static final String XML =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01">
        <collection name="C" sizeX="26564529" sizeY="76734190">
          <barcode>MTIzNDU2</barcode>
          <image name="image_0">
            <creationDate>2012-11-06T09:19:22.78Z</creationDate>
            <device model="Leica SCN400" version="1.5.0.10804" />
            <pixels sizeX="66" sizeY="175">
              <dimension sizeX="66" sizeY="175" r="0" ifd="0" />
              <dimension sizeX="33" sizeY="87" r="1" ifd="1" />
            </pixels>
            <view sizeX="26564529" sizeY="76734190" offsetX="0" offsetY="0" />
            <scanSettings>
              <objectiveSettings><objective>0.60833</objective></objectiveSettings>
              <illuminationSettings>
                <numericalAperture>0.25</numericalAperture>
                <illuminationSource>brightfield</illuminationSource>
              </illuminationSettings>
            </scanSettings>
          </image>
          <image name="small">
            <pixels sizeX="90" sizeY="70">
              <dimension sizeX="90" sizeY="70" r="0" ifd="2" />
              <dimension sizeX="45" sizeY="35" r="1" ifd="6" />
            </pixels>
            <view sizeX="45000" sizeY="35000" offsetX="9000000" offsetY="400000" />
            <scanSettings>
              <objectiveSettings><objective>20</objective></objectiveSettings>
              <illuminationSettings>
                <illuminationSource>brightfield</illuminationSource>
              </illuminationSettings>
            </scanSettings>
          </image>
          <image name="large">
            <creationDate>2012-11-06T09:20:00.00Z</creationDate>
            <device model="Leica SCN400" version="1.5.0.10804" />
            <pixels sizeX="203" sizeY="131">
              <dimension sizeX="203" sizeY="131" r="0" z="0" ifd="3" />
              <dimension sizeX="101" sizeY="65" r="1" z="0" ifd="4" />
              <dimension sizeX="203" sizeY="131" r="0" z="1" ifd="5" />
            </pixels>
            <view sizeX="101500" sizeY="65500" offsetX="1300000" offsetY="400000" />
            <scanSettings>
              <objectiveSettings><objective>20</objective></objectiveSettings>
              <illuminationSettings>
                <numericalAperture>0.4</numericalAperture>
                <illuminationSource>brightfield</illuminationSource>
              </illuminationSettings>
            </scanSettings>
          </image>
        </collection>
      </scn>
      """;

  @TempDir private Path folder;

  static Path write(Path file, String xml) throws IOException {
    return new TestPages(Variant.BIG, 64, 48)
        .tiled(MACRO, xml, TestPages.nothing())
        .tiled(TestImages.half(MACRO), "", TestPages.nothing())
        .tiled(SMALL, "", TestPages.nothing())
        .tiled(LARGE, "", TestPages.nothing())
        .tiled(TestImages.half(LARGE), "", TestPages.nothing())
        .tiled(TestImages.soft(203, 131, 9), "", TestPages.nothing())
        .tiled(TestImages.half(SMALL), "", TestPages.nothing())
        .write(file);
  }

  @Nested
  class Contract extends SlideReaderContract {
    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.scn");
      return SlideReaders.open(Files.exists(file) ? file : write(file, XML));
    }
  }

  @Test
  void theLargestAreaIsTheSlideAndTheOthersAreListed() throws IOException {
    try (SlideReader reader = SlideReaders.open(write(folder.resolve("a.scn"), XML))) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("Leica SCN");
      assertThat(metadata.levels()).extracting(PyramidLevel::width).containsExactly(203L, 101L);
      assertThat(metadata.micronsPerPixel().orElse(0)).isCloseTo(0.5, within(1e-12));
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.associatedImages()).containsExactly("macro");
      assertThat(metadata.properties())
          .containsEntry("leica.barcode", "123456")
          .containsEntry("leica.device-model", "Leica SCN400")
          .containsEntry("leica.aperture", "0.4")
          .containsEntry("intarsia.other-area-1", "small: 90 x 70 px at (9000000, 400000) nm")
          .doesNotContainKey("tiff.ImageDescription");
      assertThat(Arrays.equals(TestPages.whole(reader, 0), TestImages.rgb(LARGE))).isTrue();
      assertThat(Arrays.equals(TestPages.whole(reader, 1), TestImages.rgb(TestImages.half(LARGE))))
          .isTrue();
      assertThat(reader.readAssociated("macro").rgb()).isEqualTo(TestImages.rgb(MACRO));
    }
  }

  @Test
  void fluorescenceIsLeftToOthers() throws IOException {
    TestPages.assertRefused(
        write(folder.resolve("f.scn"), XML.replace(">brightfield<", ">fluorescence<")),
        UnsupportedSlideException.class,
        "not supported: Leica SCN without a brightfield image \\(fluorescence\\)");
  }

  @Test
  void damageIsNamed() throws IOException {
    Path file = folder.resolve("broken.scn");
    TestPages.assertRefused(
        write(file, XML.replace("ifd=\"3\"", "ifd=\"33\"")),
        SlideReadException.class,
        "the SCN-XML names image 33 of 7");
    TestPages.assertRefused(
        write(file, XML.replace("ifd=\"3\"", "ifd=\"2\"")),
        SlideReadException.class,
        "an image of 90 x 70 px that the SCN-XML calls 203 x 131 \\(at byte \\d+\\)");
    TestPages.assertRefused(
        write(file, XML.replace("sizeX=\"101500\"", "sizeX=\"many\"")),
        SlideReadException.class,
        "the SCN-XML has sizeX 'many' in scn/collection/image/view \\(a number is needed\\)");
    TestPages.assertRefused(
        write(file, XML.substring(0, 900)), SlideReadException.class, "the SCN-XML is damaged: .*");
    TestPages.assertRefused(
        write(file, "<scn xmlns=\"http://www.leica-microsystems.com/scn/2010/10/01\"/>"),
        SlideReadException.class,
        "the SCN-XML describes no image");
    TestPages.assertRefused(
        write(file, "http://www.leica-microsystems.com/scn" + "<a>".repeat(100)),
        SlideReadException.class,
        "the SCN-XML is damaged: more than 64 elements in each other");
  }
}
