package org.intarsia.slideio.openslide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.codec.StillImage;

/**
 * Opens what the installed OpenSlide (3.4 or 4) knows: MIRAX, Hamamatsu VMS and VMU, Sakura,
 * Trestle, ...
 *
 * <p>Only where its native library is installed: elsewhere this provider is not among {@link
 * org.intarsia.slideio.SlideReaders#providers}. Facts of its readers:
 *
 * <ul>
 *   <li>A slide that says which part of the scanner's frame was scanned ({@code
 *       openslide.bounds-*}) is that part: pixel (0, 0) of level 0 is the corner of the bounds, and
 *       other levels are cut to their nearest whole pixel. A property {@code intarsia.frame} says
 *       so.
 *   <li>Pixels that are not wholly opaque are laid over the slide's background ({@code
 *       openslide.background-color}, white where it has none).
 *   <li>OpenSlide takes positions in whole pixels of level 0. Levels whose downsample is no whole
 *       number are therefore shifted by up to half a pixel of level 0, in OpenSlide, by resampling;
 *       always the same way, whatever region is read. Other levels are the file's own pixels.
 *   <li>After an error OpenSlide's handle is dead; it is opened again, so that a bad tile costs the
 *       reads that touch it and no other.
 *   <li>The pixel size is the mean of both directions where they differ by 5 % at most, and between
 *       0.05 and 100 micrometres.
 *   <li>Plain tiled TIFFs ({@code generic-tiff}) are read only if this reader is asked for by name:
 *       OpenSlide shows samples of 16 bits and fluorescence channels as 8-bit colours without a
 *       word. Their levels that are less than one tile are left out: with libtiff 4.5 OpenSlide
 *       gives wrong pixels for them, unless they are JPEG, without a word too.
 * </ul>
 *
 * <p>OpenSlide keeps decoded tiles in a cache of its own; {@link ReadOptions#cacheBytes} and {@link
 * ReadOptions#codecs} change nothing. It does not tell a failing storage from a damaged slide.
 */
public final class OpenSlideProvider implements SlideReaderProvider {
  private static final String MIRAX = ".mrxs";

  /** What OpenSlide calls TIFFs of no scanner. */
  static final String PLAIN_TIFF = "generic-tiff";

  /** For {@link java.util.ServiceLoader}. */
  public OpenSlideProvider() {}

  @Override
  public String name() {
    return "openslide";
  }

  @Override
  public int priority() {
    return 20;
  }

  @Override
  public Optional<String> library() {
    return OpenSlide.file().map(file -> "OpenSlide " + OpenSlide.version() + ", " + file);
  }

  @Override
  public List<Path> libraryFiles() {
    return OpenSlide.file().stream().toList();
  }

  @Override
  public boolean accepts(Path file, byte[] head) {
    if (head.length == 0 || OpenSlide.library().isEmpty() || Files.isDirectory(file)) {
      return false;
    }
    boolean mirax = String.valueOf(file).toLowerCase(Locale.ROOT).endsWith(MIRAX);
    boolean picture = !mirax && StillImage.Format.of(head).isPresent();
    return !picture && OpenSlide.vendor(file).isPresent();
  }

  @Override
  public List<Path> parts(Path file) throws IOException {
    return SlideParts.of(file);
  }

  @Override
  public SlideReader open(Path file) throws IOException {
    return open(file, ReadOptions.defaults());
  }

  @Override
  public SlideReader open(Path file, ReadOptions options) throws IOException {
    String slide = String.valueOf(file.getFileName());
    if (OpenSlide.library().isEmpty()) {
      throw new UnsupportedSlideException(slide, "OpenSlide is not installed");
    }
    boolean asked = options.reader().filter(name()::equals).isPresent();
    if (!asked && OpenSlide.vendor(file).filter(PLAIN_TIFF::equals).isPresent()) {
      throw new UnsupportedSlideException(
          slide,
          "a plain TIFF, of which OpenSlide may show false colours; --reader openslide forces it");
    }
    return OpenSlideReader.open(file);
  }
}
