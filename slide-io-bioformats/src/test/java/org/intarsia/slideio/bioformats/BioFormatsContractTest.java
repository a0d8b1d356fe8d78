package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.EmptyTiles;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidOptions.Layout;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a small slide of each kind of bytes that Bio-Formats gives. */
class BioFormatsContractTest {
  private abstract static class OnFile extends SlideReaderContract {
    @TempDir private Path folder;

    abstract String fileName();

    abstract PyramidOptions pyramid();

    ReadOptions options() {
      return ReadOptions.defaults();
    }

    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve(fileName());
      if (!Files.exists(file)) {
        TestSlides.write(file, pyramid());
      }
      return new BioFormatsProvider().open(file, options());
    }
  }

  /** Pixels that Bio-Formats makes up from the name of a file that need not exist. */
  private abstract static class OnFake extends SlideReaderContract {
    @TempDir private Path folder;

    abstract String pixels();

    @Override
    protected SlideReader open() throws IOException {
      return new BioFormatsProvider()
          .open(
              folder.resolve("fake&sizeX=203&sizeY=131&" + pixels() + ".fake"),
              ReadOptions.defaults().withDeepSamples(DeepSamples.SCALE));
    }
  }

  @Nested
  class SvsOfJpeg extends OnFile {
    @Override
    String fileName() {
      return "slide.svs";
    }

    @Override
    PyramidOptions pyramid() {
      return TestSlides.small(Format.SVS, Coding.JPEG_RGB);
    }
  }

  @Nested
  class SvsWithMissingTilesAndWithoutACache extends OnFile {
    @Override
    String fileName() {
      return "slide.svs";
    }

    @Override
    PyramidOptions pyramid() {
      return TestSlides.small(Format.SVS, Coding.JPEG_YCBCR_420).withEmptyTiles(EmptyTiles.MISSING);
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withCacheBytes(0);
    }
  }

  @Nested
  class OmeTiffInSubDirectories extends OnFile {
    @Override
    String fileName() {
      return "slide.ome.tif";
    }

    @Override
    PyramidOptions pyramid() {
      return TestSlides.small(Format.OME_TIFF, Coding.DEFLATE);
    }
  }

  @Nested
  class BigEndianTiffInStrips extends OnFile {
    @Override
    String fileName() {
      return "slide.tif";
    }

    @Override
    PyramidOptions pyramid() {
      return TestSlides.small(Format.GENERIC, Coding.LZW)
          .withLayout(Layout.STRIPS)
          .withByteOrder(ByteOrder.BIG_ENDIAN);
    }
  }

  @Nested
  class UncompressedTiff extends OnFile {
    @Override
    String fileName() {
      return "slide.tif";
    }

    @Override
    PyramidOptions pyramid() {
      return TestSlides.small(Format.GENERIC, Coding.NONE);
    }
  }

  @Nested
  class Interleaved extends OnFake {
    @Override
    String pixels() {
      return "sizeC=3&rgb=3&interleaved=true&resolutions=3";
    }
  }

  @Nested
  class Planar extends OnFake {
    @Override
    String pixels() {
      return "sizeC=3&rgb=3&interleaved=false&resolutions=2";
    }
  }

  @Nested
  class DeepLittleEndian extends OnFake {
    @Override
    String pixels() {
      return "sizeC=3&rgb=3&pixelType=uint16&little=true&interleaved=true";
    }
  }

  @Nested
  class DeepBigEndianPlanar extends OnFake {
    @Override
    String pixels() {
      return "sizeC=3&rgb=3&pixelType=uint16&little=false&interleaved=false";
    }
  }

  @Nested
  class Indexed extends OnFake {
    @Override
    String pixels() {
      return "sizeC=1&indexed=true&falseColor=false";
    }
  }
}
