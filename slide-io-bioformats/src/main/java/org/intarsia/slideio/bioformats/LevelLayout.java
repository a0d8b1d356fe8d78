package org.intarsia.slideio.bioformats;

import java.util.Optional;
import java.util.OptionalDouble;
import loci.formats.IFormatReader;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;

/**
 * One resolution of one series, and the blocks that it is read in.
 *
 * <p>A block is a tile of the file. Thin strips are read several at a time, and tiles of more than
 * 32 MiB in pieces.
 *
 * @param series index in the file
 * @param resolution index in the series
 * @param width columns
 * @param height rows
 * @param tileWidth columns that Bio-Formats reads best at once
 * @param tileHeight rows that it reads best at once
 * @param samples what the pixels are made of
 */
record LevelLayout(
    int series,
    int resolution,
    int width,
    int height,
    int tileWidth,
    int tileHeight,
    Samples samples) {
  private static final long MOST_BLOCK_BYTES = 32L << 20;
  private static final long STRIPS_BYTES = 1L << 20;
  private static final long MOST_TILE_BYTES = 256L << 20;
  private static final int WIDEST_PIECE = 4096;

  /** Of the selected resolution. */
  static LevelLayout of(IFormatReader loci, Samples samples) {
    int width = loci.getSizeX();
    int height = loci.getSizeY();
    return new LevelLayout(
        loci.getSeries(),
        loci.getResolution(),
        width,
        height,
        within(loci.getOptimalTileWidth(), width),
        within(loci.getOptimalTileHeight(), height),
        samples);
  }

  private static int within(int tile, int size) {
    return Math.max(1, Math.min(tile, size));
  }

  /** Why its tiles are not read, if they are not: Bio-Formats decodes a tile as a whole. */
  Optional<String> refusal() {
    long limit = Math.min(MOST_TILE_BYTES, Runtime.getRuntime().maxMemory() / 8);
    long bytes = (long) tileWidth * tileHeight * samples.bytesPerPixel();
    return bytes <= limit
        ? Optional.empty()
        : Optional.of(
            "tiles of "
                + tileWidth
                + " x "
                + tileHeight
                + " px need "
                + (bytes >> 20)
                + " MiB each, more than "
                + (limit >> 20)
                + " MiB");
  }

  int blockWidth() {
    return isCut() ? Math.min(tileWidth, WIDEST_PIECE) : tileWidth;
  }

  int blockHeight() {
    if (isCut()) {
      long fitting = MOST_BLOCK_BYTES / (3L * blockWidth());
      return (int) Math.min(tileHeight, fitting);
    }
    long strips = tileWidth < width ? 1 : Math.max(1, STRIPS_BYTES / tileBytes());
    return (int) Math.min(height, strips * tileHeight);
  }

  private boolean isCut() {
    return tileBytes() > MOST_BLOCK_BYTES;
  }

  private long tileBytes() {
    return 3L * tileWidth * tileHeight;
  }

  /** Blocks beside each other. */
  int columns() {
    return (width - 1) / blockWidth() + 1;
  }

  /** The block of a column and a row, as far as it lies in the level. */
  Region block(int column, int row) {
    int x = column * blockWidth();
    int y = row * blockHeight();
    return new Region(x, y, Math.min(blockWidth(), width - x), Math.min(blockHeight(), height - y));
  }

  Region bounds() {
    return new Region(0, 0, width, height);
  }

  long area() {
    return (long) width * height;
  }

  PyramidLevel level(int index, OptionalDouble micronsPerPixel) {
    return new PyramidLevel(index, width, height, blockWidth(), blockHeight(), micronsPerPixel);
  }
}
