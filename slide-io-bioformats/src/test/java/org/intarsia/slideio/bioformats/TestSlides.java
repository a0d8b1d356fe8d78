package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidOptions.Coding;
import org.intarsia.testdata.PyramidOptions.Format;
import org.intarsia.testdata.PyramidWriter;
import org.intarsia.testdata.SyntheticBiopsy;

/** Small slides, and reading them. */
final class TestSlides {
  private TestSlides() {}

  /** A biopsy of 203 x 131 px with three levels. */
  static PyramidOptions small(Format format, Coding coding) {
    return PyramidOptions.of(format)
        .withCoding(coding)
        .withDownsample(2)
        .withTileSize(48)
        .withTopSide(60);
  }

  static Path write(Path file, PyramidOptions options) throws IOException {
    PyramidWriter.write(
        SyntheticBiopsy.of(new BiopsySpec(21, 203, 131, Diagnosis.DCIS, 1)), options, file);
    return file;
  }

  static byte[] read(SlideReader reader, int level, Region region) throws IOException {
    byte[] rgb = new byte[Math.toIntExact(3 * region.area())];
    reader.read(level, region, ByteBuffer.wrap(rgb));
    return rgb;
  }

  static byte[] whole(SlideReader reader, int level) throws IOException {
    PyramidLevel size = reader.metadata().level(level);
    return read(reader, level, new Region(0, 0, (int) size.width(), (int) size.height()));
  }

  /** Largest difference of two samples. */
  static int largest(byte[] a, byte[] b) {
    int largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs((a[i] & 0xFF) - (b[i] & 0xFF)));
    }
    return largest;
  }

  /** Mean difference of samples. */
  static double mean(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return (double) sum / a.length;
  }
}
