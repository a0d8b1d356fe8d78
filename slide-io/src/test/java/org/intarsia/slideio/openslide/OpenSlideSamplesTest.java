package org.intarsia.slideio.openslide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.OpenedSlide;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SampleSlides;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slides from scanners, where they and OpenSlide are at hand. */
class OpenSlideSamplesTest {
  @BeforeEach
  void installed() {
    TestSlides.assumeInstalled();
  }

  @ParameterizedTest
  @CsvSource({
    "slides/CMU-1-Small-Region.svs, aperio, 1, 0.499",
    "more/slides/aperio-svs/openslide-small.svs, aperio, 1, 0.499",
    "more/slides/generic-tiff/boxes.tiff, generic-tiff, 2, ''",
    "more/slides/generic-tiff/slaid-test-pyramid.tif, generic-tiff, 2, ''",
  })
  void levelsWithoutAShiftAreThoseOfTheTiffReader(
      String sample, String vendor, int levels, String mpp) throws IOException {
    Path file = SampleSlides.find(sample);
    try (SlideReader own = SlideReaders.open(file, TestSlides.WITH_TIFF);
        SlideReader reader = TestSlides.open(file)) {
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo(vendor + " (OpenSlide)");
      assertThat(metadata.levels()).hasSize(levels);
      assertThat(metadata.levels()).isEqualTo(own.metadata().levels().subList(0, levels));
      assertThat(metadata.micronsPerPixel().stream().mapToObj(String::valueOf).toList())
          .isEqualTo(mpp.isEmpty() ? List.of() : List.of(mpp));
      for (int level = 0; level < levels; level++) {
        assertThat(
                Arrays.equals(
                    OpenSlideReaderTest.whole(reader, level),
                    OpenSlideReaderTest.whole(own, level)))
            .as("level %d", level)
            .isTrue();
      }
    }
  }

  @Test
  void aMiraxSlideIsItsBounds() throws IOException {
    Path file = SampleSlides.find("more/slides/mirax-incomplete/Mirax2-Fluorescence-2.mrxs");
    OpenedSlide chosen = SlideReaders.choose(file, ReadOptions.defaults());
    try (SlideReader reader = chosen.reader()) {
      assertThat(chosen.provider()).isEqualTo("openslide");
      SlideMetadata metadata = reader.metadata();
      assertThat(metadata.format()).isEqualTo("mirax (OpenSlide)");
      assertThat(metadata.properties())
          .containsEntry("intarsia.frame", "10439 x 7641 at (9153, 102664) of 72448 x 152080 px");
      assertThat(metadata.levels())
          .extracting(PyramidLevel::width)
          .containsExactly(10439L, 5220L, 2610L, 1305L, 652L, 326L, 163L, 82L, 41L, 20L);
      assertThat(metadata.level(3).height()).isEqualTo(955);
      assertThat(metadata.micronsPerPixel()).hasValue(0.3225);
      assertThat(metadata.level(2).micronsPerPixel()).hasValue(1.29);
      assertThat(metadata.magnification()).hasValue(20);
      assertThat(metadata.background()).isEqualTo(0x808080);
      assertThat(SlideReaders.parts(file)).hasSize(25).startsWith(file);
      assertThat(reader.readAssociated("macro").width()).isPositive();
    }
  }

  @Test
  void missingDataOfAMiraxSlideLosesOnlyItsLevels() throws IOException {
    Path file = SampleSlides.find("more/slides/mirax-incomplete/Mirax2-Fluorescence-2.mrxs");
    try (SlideReader reader = SlideReaders.open(file)) {
      byte[] coarse = OpenSlideReaderTest.whole(reader, 4);
      for (int level = 0; level < 2; level++) {
        int broken = level;
        assertThatThrownBy(
                () ->
                    OpenSlideReaderTest.read(
                        reader, broken, new Region(5000 >> broken, 3000 >> broken, 900, 900)))
            .isInstanceOf(SlideReadException.class)
            .hasMessageContaining(
                "Mirax2-Fluorescence-2.mrxs: level " + level + ", region 900 x 900")
            .hasMessageContaining("OpenSlide: ");
        assertThat(Arrays.equals(OpenSlideReaderTest.whole(reader, 4), coarse)).isTrue();
      }
      for (int level = 2; level < 10; level++) {
        PyramidLevel size = reader.metadata().level(level);
        int width = (int) Math.min(size.width(), 1100);
        int height = (int) Math.min(size.height(), 1100);
        byte[] all = OpenSlideReaderTest.read(reader, level, new Region(0, 0, width, height));
        Region part = new Region(width / 3, height / 3, Math.max(1, width / 2), 1);
        byte[] row = OpenSlideReaderTest.read(reader, level, part);
        int from = 3 * (height / 3 * width + width / 3);
        assertThat(Arrays.equals(all, from, from + row.length, row, 0, row.length))
            .as("level %d", level)
            .isTrue();
      }
    }
  }
}
