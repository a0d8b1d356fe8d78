package org.intarsia.slideio.openslide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, where OpenSlide is installed. */
class OpenSlideContractTest {
  @BeforeAll
  static void whereItIsInstalled() {
    TestSlides.assumeInstalled();
  }

  private abstract static class OnSlide extends SlideReaderContract {
    @TempDir private Path folder;

    abstract Path write(Path file) throws IOException;

    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.tif");
      return TestSlides.open(Files.exists(file) ? file : write(file));
    }
  }

  @Nested
  class AperioWithWholeDownsamples extends OnSlide {
    @Override
    Path write(Path file) throws IOException {
      return TestSlides.write(file, Format.SVS, Coding.JPEG_RGB, 384, 256);
    }
  }

  /** Levels of 1211 and 605, 303 and 151 pixels: OpenSlide resamples them. */
  @Nested
  class PlainWithOddDownsamples extends OnSlide {
    @Override
    Path write(Path file) throws IOException {
      return TestSlides.write(file, Format.GENERIC, Coding.DEFLATE, 1211, 303);
    }
  }

  /** A level of more than one block, whose second one has an anchor of its own. */
  @Nested
  class OddDownsamplesInTwoBlocks extends OnSlide {
    @Override
    Path write(Path file) throws IOException {
      return TestSlides.write(file, Format.GENERIC, Coding.NONE, 2301, 99);
    }
  }
}
