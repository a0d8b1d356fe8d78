package org.intarsia.slideio.dicom;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderContract;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.TestImages;
import org.intarsia.slideio.dicom.TestDicom.Table;
import org.intarsia.slideio.dicom.TestDicom.Tiling;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on one small slide of each kind: three levels and a label in a folder. */
class DicomContractTest {
  private abstract static class OnDicom extends SlideReaderContract {
    @TempDir private Path folder;

    abstract void configure(TestDicom instance);

    ReadOptions options() {
      return ReadOptions.defaults();
    }

    Path named(Path slide) {
      return slide;
    }

    @Override
    protected SlideReader open() throws IOException {
      if (!Files.exists(folder.resolve("b.dcm"))) {
        BufferedImage image = TestImages.soft(203, 131, 5);
        String[] names = {"b.dcm", "a.dcm", "c"};
        for (int level = 0; level < names.length; level++) {
          write(image, "VOLUME", names[level], "1.2.3." + level);
          image = TestImages.half(image);
        }
        write(image, "LABEL", "label.dcm", "1.2.3.9");
        Files.writeString(folder.resolve("readme.txt"), "not DICOM");
      }
      return SlideReaders.open(named(folder), options());
    }

    private void write(BufferedImage image, String flavor, String name, String uid)
        throws IOException {
      TestDicom instance = TestDicom.of(image);
      configure(instance);
      instance.flavor = flavor;
      instance.instance = uid;
      instance.write(folder.resolve(name));
    }
  }

  @Nested
  class UncompressedFolder extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.IMPLICIT;
    }
  }

  @Nested
  class JpegNamedByTheSmallestFile extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.JPEG_BASELINE;
      instance.photometric = "YBR_FULL_422";
    }

    @Override
    Path named(Path slide) {
      return slide.resolve("c");
    }
  }

  @Nested
  class RgbJpegInJavaWithExtendedOffsets extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.JPEG_BASELINE;
      instance.table = Table.EXTENDED;
      instance.fragmentBytes = 200;
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withCodecs(CodecChoice.PURE_JAVA);
    }
  }

  @Nested
  class SparseRleWithAMissingTileAndNoCache extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.RLE;
      instance.tiling = Tiling.SPARSE;
      instance.table = Table.NONE;
      instance.missingTile = 1;
      instance.openSequences = true;
      instance.more = set -> set.us(DicomTags.ABSENT_PIXEL_CIELAB, 30000, 20000, 40000);
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withCacheBytes(0);
    }
  }

  @Nested
  class Jpeg2000 extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.JPEG_2000_LOSSLESS;
      instance.photometric = "YBR_RCT";
      instance.tileWidth = 128;
      instance.tileHeight = 128;
    }
  }

  @Nested
  class DeflatedGrey extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.DEFLATED;
      instance.photometric = "MONOCHROME1";
    }
  }

  @Nested
  class BigEndianScaledPlanes extends OnDicom {
    @Override
    void configure(TestDicom instance) {
      instance.syntax = TransferSyntax.BIG_ENDIAN;
      instance.bits = 16;
      instance.bitsStored = 12;
      instance.planar = true;
    }

    @Override
    ReadOptions options() {
      return ReadOptions.defaults().withDeepSamples(DeepSamples.SCALE);
    }
  }
}
