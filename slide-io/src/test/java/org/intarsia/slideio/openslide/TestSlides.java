package org.intarsia.slideio.openslide;

import java.io.IOException;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidWriter;
import org.intarsia.testdata.SyntheticBiopsy;
import org.junit.jupiter.api.Assumptions;

/** Small tiled slides, and OpenSlide's reader for them. */
final class TestSlides {
  static final ReadOptions WITH_OPENSLIDE = ReadOptions.defaults().withReader("openslide");
  static final ReadOptions WITH_TIFF = ReadOptions.defaults().withReader("tiff");

  private TestSlides() {}

  /** Skips the calling test where OpenSlide is not installed. */
  static void assumeInstalled() {
    Assumptions.assumeTrue(OpenSlide.library().isPresent(), "OpenSlide is not installed");
  }

  static Path write(Path file, Format format, Coding coding, int width, int height)
      throws IOException {
    SyntheticBiopsy biopsy = SyntheticBiopsy.of(BiopsySpec.of(3, width, height, Diagnosis.DCIS));
    PyramidOptions options =
        PyramidOptions.of(format)
            .withCoding(coding)
            .withTileSize(64)
            .withTopSide(100)
            .withScale(0.5, 20);
    PyramidWriter.write(biopsy, options, file);
    return file;
  }

  static SlideReader open(Path file) throws IOException {
    return SlideReaders.open(file, WITH_OPENSLIDE);
  }
}
