package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.file.Path;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;

/**
 * Opens TIFF and BigTIFF slides: Aperio SVS, Hamamatsu NDPI, Leica SCN, Philips TIFF, Ventana BIF,
 * Trestle, QPTIFF of brightfield slides, OME-TIFF, generic pyramids, single images.
 *
 * <p>Reads tiles and strips of RGB (chunky or planar), grey, palette and YCbCr; uncompressed, LZW,
 * deflate, PackBits, Zstandard, JPEG, JPEG 2000, WebP. Samples of 1 to 8 bits are stretched to
 * bytes, those of 9 to 16 only if the options ask for it. A further sample that is an alpha channel
 * is composed over white, others are ignored. The orientation tag is shown as a property and not
 * applied. Other pages than levels become associated images; one that cannot be read is left out,
 * and a property {@code intarsia.unreadable.NAME} says why. All other kinds are refused by name.
 *
 * <p>Any warning of a JPEG or JPEG 2000 decoder is an error: a truncated tile comes back as an
 * exception, never as grey.
 */
public final class TiffSlideProvider implements SlideReaderProvider {
  /** For {@link java.util.ServiceLoader}. */
  public TiffSlideProvider() {}

  @Override
  public String name() {
    return "tiff";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    return TiffStructure.looksLike(head);
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    return TiffSlideReader.open(file, options);
  }
}
