package org.intarsia.slideio.bioformats;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import loci.formats.FormatException;
import loci.formats.IFormatReader;
import loci.formats.ome.OMEXMLMetadata;

/**
 * One open Bio-Formats reader; for one thread at a time.
 *
 * @param loci the reader with its wrappers
 * @param format the reader of the file's kind, inside the wrappers
 * @param metadata filled where this is the reader that describes the slide
 */
record LociReader(IFormatReader loci, IFormatReader format, OMEXMLMetadata metadata)
    implements Closeable {
  /** Goes to a resolution of a series. */
  void select(int series, int resolution) {
    if (loci.getSeries() != series) {
      loci.setSeries(series);
    }
    if (loci.getResolution() != resolution) {
      loci.setResolution(resolution);
    }
  }

  /** The samples of a part of the selected resolution, exactly as many as it has. */
  byte[] samples(int x, int y, int width, int height, int bytesPerPixel)
      throws FormatException, IOException {
    byte[] samples = new byte[Math.multiplyExact(Math.multiplyExact(width, height), bytesPerPixel)];
    return loci.openBytes(0, samples, x, y, width, height);
  }

  /** All files of the slide, the one that was opened at the front. */
  List<Path> files() {
    Path opened = Path.of(loci.getCurrentFile()).toAbsolutePath();
    List<Path> others =
        Arrays.stream(loci.getUsedFiles())
            .map(file -> Path.of(file).toAbsolutePath())
            .filter(file -> !file.equals(opened))
            .distinct()
            .sorted()
            .toList();
    return Stream.concat(Stream.of(opened), others.stream()).toList();
  }

  @Override
  public void close() throws IOException {
    loci.close();
  }
}
