package org.intarsia.tiler;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;

/**
 * An open mask: level 0 of an image file, read in pieces as labels.
 *
 * <p>Tiled files are read piece by piece; PNG and other plain images are decoded whole when opened,
 * by their reader. Not thread-safe: it has a buffer of its own.
 */
public final class LabelMask implements Closeable {
  private static final int BAND_BYTES = 16 << 20;

  private final Path file;
  private final SlideReader reader;
  private final PyramidLevel level;
  private byte[] rgb = new byte[0];

  private LabelMask(Path file, SlideReader reader) {
    this.file = file;
    this.reader = reader;
    this.level = reader.metadata().level(0);
  }

  /**
   * Opens a mask; an error names the file.
   *
   * @throws SlideReadException if it is no image, damaged, or wider than 700 million pixels
   */
  public static LabelMask open(Path file) throws IOException {
    SlideReader reader = SlideReaders.open(file);
    if (3 * reader.metadata().level(0).width() > Integer.MAX_VALUE) {
      reader.close();
      throw new SlideReadException(String.valueOf(file.getFileName()), "a row exceeds 2 GB");
    }
    return new LabelMask(file, reader);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Columns. */
  public int width() {
    return Math.toIntExact(level.width());
  }

  /** Rows. */
  public long height() {
    return level.height();
  }

  /** Size of a pixel in micrometres, if the file says it. */
  public OptionalDouble micronsPerPixel() {
    return level.micronsPerPixel().isPresent()
        ? level.micronsPerPixel()
        : reader.metadata().micronsPerPixel();
  }

  /** The classes that the file states itself, if Intarsia has written it. */
  public Optional<LabelKey> statedKey() {
    return LabelKey.stated(reader.metadata());
  }

  /** How many whole rows make a good piece: about a row of tiles, at most 16 MiB, at least one. */
  public int bandRows() {
    long rows = Math.max(1, BAND_BYTES / (3L * width()));
    return (int) Math.min(rows, Math.min(Math.max(level.tileHeight(), 256), level.height()));
  }

  /** Reads a region, which lies inside the mask, as interleaved R G B, from index 0 on. */
  public void readColors(Region region, byte[] colors) throws IOException {
    reader.read(0, region, ByteBuffer.wrap(colors));
  }

  /**
   * Reads a region, which lies inside the mask, as labels, from index 0 on.
   *
   * @throws SlideReadException if a pixel's colour is in no class; names file, colour and place
   */
  public void read(Region region, LabelKey key, byte[] labels) throws IOException {
    int pixels = Math.toIntExact(region.area());
    int bytes = Math.multiplyExact(3, pixels);
    if (rgb.length < bytes) {
      rgb = new byte[bytes];
    }
    readColors(region, rgb);
    try {
      key.toLabels(rgb, pixels, labels);
    } catch (LabelKey.UnknownColorException e) {
      int color = e.color();
      throw new SlideReadException(
          String.valueOf(file.getFileName()),
          String.format(
              Locale.ROOT,
              "%s at (%d, %d) is no class; the classes are %s",
              LabelKey.isGrey(color) ? "grey value " + (color & 0xFF) : LabelKey.hex(color),
              region.x() + e.pixel() % region.width(),
              region.y() + e.pixel() / region.width(),
              key.summary()),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
