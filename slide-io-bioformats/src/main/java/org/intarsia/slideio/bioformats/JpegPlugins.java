package org.intarsia.slideio.bioformats;

import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.intarsia.slideio.SlideReadException;

/**
 * Notices when another library than the JDK would decode the JPEG tiles of Bio-Formats.
 *
 * <p>Bio-Formats decodes JPEG with whatever ImageIO finds first. With TwelveMonkeys' {@code
 * imageio-jpeg} on the class path the colours of an Aperio slide are off by 55 levels on average:
 * it takes the R, G, B of tiles without an Adobe marker for Y, Cb, Cr.
 */
final class JpegPlugins {
  private static final String HOME = "java.desktop";

  private JpegPlugins() {}

  /** Refuses to go on if the JDK's own decoder is not the first. */
  static void requireTheJdks(String slide) throws SlideReadException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
    if (!readers.hasNext()) {
      return;
    }
    ImageReader first = readers.next();
    Optional<String> foreign = foreign(first.getClass());
    first.dispose();
    if (foreign.isPresent()) {
      throw new SlideReadException(
          slide,
          foreign.get()
              + " would decode JPEG for Bio-Formats and change its colours; take its jar off the"
              + " class path (and out of lib/plugins)");
    }
  }

  private static Optional<String> foreign(Class<?> reader) {
    return HOME.equals(reader.getModule().getName())
        ? Optional.empty()
        : Optional.of(reader.getName());
  }
}
