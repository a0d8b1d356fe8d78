package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.tiff.TestTiff.Packing;
import org.intarsia.slideio.tiff.TestTiff.Samples;
import org.intarsia.tiff.TiffWriter.Variant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on one small slide of each kind. */
class TiffContractTest {
  private abstract static class OnTiff extends SlideReaderContract {
    @TempDir private Path folder;

    abstract void configure(TestTiff tiff);

    ReadOptions options() {
      return ReadOptions.defaults();
    }

    @Override
    protected SlideReader open() throws IOException {
      Path file = folder.resolve("slide.tif");
      if (!Files.exists(file)) {
        TestTiff tiff = TestTiff.of(TestImages.soft(203, 131, 5), 3);
        configure(tiff);
        tiff.write(file);
      }
      return SlideReaders.open(file, options());
    }
  }

  @Nested
  class SvsWithYcbcrTiles extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.packing = Packing.JPEG_YCBCR;
      tiff.description = "Aperio Image Library v12\r\n203x131|AppMag = 20|MPP = 0,499";
    }
  }

  @Nested
  class SvsWithRgbTilesInJava extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.packing = Packing.JPEG_RGB;
      tiff.description = "Aperio Image Library v12\r\n203x131|AppMag = 40|MPP = 0.25";
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withCodecs(CodecChoice.PURE_JAVA);
    }
  }

  @Nested
  class SvsWithoutACache extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.packing = Packing.JPEG_RGB;
      tiff.description = "Aperio Image Library v12\r\n203x131|AppMag = 40|MPP = 0.25";
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withCacheBytes(0);
    }
  }

  @Nested
  class BigEndianBigTiff extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.variant = Variant.BIG;
      tiff.order = ByteOrder.BIG_ENDIAN;
      tiff.packing = Packing.NONE;
      tiff.missingBlock = 5;
    }
  }

  @Nested
  class OmeTiff extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.inSubDirectories = true;
      tiff.description = TiffSlideReaderTest.OME;
      tiff.packing = Packing.DEFLATE_DIFFERENCES;
    }
  }

  @Nested
  class PackBitsStrips extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.tiled = false;
      tiff.tileHeight = 7;
      tiff.packing = Packing.PACK_BITS;
    }
  }

  @Nested
  class JpegStrips extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.tiled = false;
      tiff.tileHeight = 16;
      tiff.packing = Packing.JPEG_YCBCR;
    }
  }

  @Nested
  class PlanarBigEndian extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.order = ByteOrder.BIG_ENDIAN;
      tiff.samples = Samples.PLANAR_RGB;
      tiff.missingBlock = 7;
    }
  }

  @Nested
  class Palette extends OnTiff {
    @Override
    void configure(TestTiff tiff) {
      tiff.samples = Samples.PALETTE;
      tiff.packing = Packing.OLD_DEFLATE;
    }
  }
}
