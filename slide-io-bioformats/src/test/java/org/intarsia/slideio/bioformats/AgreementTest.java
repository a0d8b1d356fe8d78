package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.EmptyTiles;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bio-Formats and the built-in reader of TIFF tell the same of the same file. */
class AgreementTest {
  @TempDir private Path folder;

  private static SlideReader open(Path file, String provider) throws IOException {
    ReadOptions options =
        ReadOptions.defaults().withReader(provider).withCodecs(CodecChoice.PURE_JAVA);
    return SlideReaders.open(file, options);
  }

  private static List<List<Long>> sizes(SlideReader reader) {
    return reader.metadata().levels().stream()
        .map(level -> List.of(level.width(), level.height()))
        .toList();
  }

  /** All levels of SVS and OME-TIFF, the finest of others. */
  @ParameterizedTest
  @CsvSource({
    "SVS, JPEG_RGB, slide.svs, 0",
    "SVS, JPEG_YCBCR_420, slide.svs, 0",
    "OME_TIFF, DEFLATE, slide.ome.tif, 0",
    "OME_TIFF, JPEG_YCBCR_420, slide.ome.tif, 0",
    "GENERIC, LZW, slide.tif, 0",
    "GENERIC, PACK_BITS, slide.tif, 0",
    "GENERIC, JPEG_YCBCR_420, slide.tif, 0"
  })
  void onWrittenPyramids(Format format, Coding coding, String name, int tolerance)
      throws IOException {
    PyramidOptions options =
        TestSlides.small(format, coding).withEmptyTiles(EmptyTiles.MISSING).withScale(0.25, 40);
    Path file = TestSlides.write(folder.resolve(name), options);
    try (SlideReader ours = open(file, "tiff");
        SlideReader theirs = open(file, "bio-formats")) {
      int levels = format == Format.GENERIC ? 1 : ours.metadata().levels().size();
      assertThat(sizes(theirs)).isEqualTo(sizes(ours).subList(0, levels));
      assertThat(theirs.metadata().micronsPerPixel().orElse(0)).isCloseTo(0.25, within(1e-4));
      assertThat(theirs.metadata().magnification()).isEqualTo(ours.metadata().magnification());
      for (int level = 0; level < levels; level++) {
        assertThat(
                TestSlides.largest(TestSlides.whole(theirs, level), TestSlides.whole(ours, level)))
            .as("level %d", level)
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }

  @Test
  void onAnAperioSlide() throws IOException {
    Path file = SampleSlides.find("slides/CMU-1-Small-Region.svs");
    try (SlideReader ours = open(file, "tiff");
        SlideReader theirs = open(file, "bio-formats")) {
      assertThat(sizes(theirs)).isEqualTo(sizes(ours));
      assertThat(theirs.metadata().micronsPerPixel()).hasValue(0.499);
      assertThat(theirs.metadata().magnification()).hasValue(20);
      assertThat(theirs.metadata().format()).isEqualTo("Aperio SVS");
      assertThat(theirs.metadata().codec()).startsWith("bio-formats ");
      assertThat(theirs.metadata().associatedImages()).containsExactly("label", "macro");
      assertThat(TestSlides.largest(TestSlides.whole(theirs, 0), TestSlides.whole(ours, 0)))
          .isZero();
      for (String name : theirs.metadata().associatedImages()) {
        RgbImage image = theirs.readAssociated(name);
        assertThat(TestSlides.largest(image.rgb(), ours.readAssociated(name).rgb())).isZero();
      }
    }
  }

  @Test
  void onJpeg2000() throws IOException {
    Path file = SampleSlides.find("slides/1065626.svs");
    try (SlideReader ours = open(file, "tiff");
        SlideReader theirs = open(file, "bio-formats")) {
      assertThat(sizes(theirs)).isEqualTo(sizes(ours));
      Region region = new Region(4000, 4000, 700, 600);
      byte[] a = TestSlides.read(theirs, 0, region);
      byte[] b = TestSlides.read(ours, 0, region);
      assertThat(TestSlides.largest(a, b)).isLessThanOrEqualTo(2);
      assertThat(TestSlides.mean(a, b)).isLessThan(1);
    }
  }

  /** Documented: the levels of pyramids that keep them as plain pages are not found. */
  @Test
  void onlyTheFinestLevelOfAGenericPyramid() throws IOException {
    Path file = SampleSlides.find("slides/1065626-pyramid-jpeg.tif");
    try (SlideReader ours = open(file, "tiff");
        SlideReader theirs = open(file, "bio-formats")) {
      assertThat(theirs.metadata().levels())
          .extracting(PyramidLevel::width)
          .containsExactly(11952L);
      Region region = new Region(5000, 3000, 600, 600);
      assertThat(
              TestSlides.largest(
                  TestSlides.read(theirs, 0, region), TestSlides.read(ours, 0, region)))
          .isZero();
    }
  }

  @Test
  void aHamamatsuSlideWithItsLevelsAndMacro() throws IOException {
    Path file = SampleSlides.find("more/slides/hamamatsu-ndpi/test3-TRITC-2-560.ndpi");
    try (SlideReader reader = open(file, "bio-formats")) {
      assertThat(reader.metadata().levels())
          .extracting(PyramidLevel::width)
          .containsExactly(3968L, 1984L, 992L, 496L);
      assertThat(reader.metadata().micronsPerPixel().orElse(0)).isCloseTo(0.2282, within(1e-4));
      assertThat(reader.metadata().associatedImages()).containsExactly("macro");
      assertThat(reader.metadata().properties())
          .containsEntry(
              "bio-formats.series.2",
              "series 2 'macro mask image' (594 x 203 px, 1 channel, uint8: no RGB)");
      Region fine = new Region(1024, 2048, 512, 512);
      Region coarse = new Region(512, 1024, 256, 256);
      byte[] halved = halve(TestSlides.read(reader, 0, fine), 512);
      assertThat(TestSlides.mean(halved, TestSlides.read(reader, 1, coarse)))
          .as("levels of different byte layout show the same")
          .isLessThan(3);
    }
  }

  /** Bio-Formats makes one micrometre of a resolution of 1 in no unit. */
  @Test
  void aTiffWithoutAUnitHasNoPixelSize() throws IOException {
    Path file = SampleSlides.find("more/slides/generic-tiff/slaid-test-pyramid.tif");
    try (SlideReader ours = open(file, "tiff");
        SlideReader theirs = open(file, "bio-formats")) {
      assertThat(theirs.metadata().micronsPerPixel()).isEmpty();
      assertThat(ours.metadata().micronsPerPixel()).isEmpty();
    }
  }

  private static byte[] halve(byte[] rgb, int side) {
    byte[] half = new byte[rgb.length / 4];
    int out = 0;
    for (int y = 0; y < side; y += 2) {
      for (int x = 0; x < side; x += 2) {
        for (int c = 0; c < 3; c++) {
          int at = 3 * (y * side + x) + c;
          int sum =
              (rgb[at] & 0xFF)
                  + (rgb[at + 3] & 0xFF)
                  + (rgb[at + 3 * side] & 0xFF)
                  + (rgb[at + 3 * side + 3] & 0xFF);
          half[out++] = (byte) ((sum + 2) / 4);
        }
      }
    }
    return half;
  }

  @Test
  void aLevelOfADicomSlideHasThePixelsOfTheAperioSlide() throws IOException {
    Path file = SampleSlides.find("slides/dicom-cmu-1-small-region/level-0-frames-0-30.dcm");
    try (SlideReader dicom = open(file, "bio-formats");
        SlideReader svs = open(SampleSlides.find("slides/CMU-1-Small-Region.svs"), "tiff")) {
      assertThat(sizes(dicom)).isEqualTo(sizes(svs));
      assertThat(dicom.metadata().micronsPerPixel().orElse(0)).isCloseTo(0.499, within(1e-9));
      byte[] a = TestSlides.whole(dicom, 0);
      byte[] b = TestSlides.whole(svs, 0);
      assertThat(TestSlides.mean(a, b)).isLessThan(5);
    }
  }

  @Test
  void isAskedLastAndNamedByChoice() throws IOException {
    Path file =
        TestSlides.write(
            folder.resolve("slide.svs"), TestSlides.small(Format.SVS, Coding.JPEG_RGB));
    OpenedSlide first = SlideReaders.choose(file, ReadOptions.defaults());
    first.reader().close();
    assertThat(first.provider()).isEqualTo("tiff");
    assertThat(first.others()).last().isEqualTo("bio-formats");
    OpenedSlide named = SlideReaders.choose(file, ReadOptions.defaults().withReader("bio-formats"));
    named.reader().close();
    assertThat(named.why()).isEqualTo("asked for");
  }
}
