package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * Which frame shows a tile of the grid; immutable.
 *
 * <p>Of several focal planes or optical paths the first is taken.
 */
final class TilePlaces {
  private static final int FRAME_BITS = 22;
  private static final long MAX_CELLS = 1L << 40;

  private final long columns;
  private final long rows;
  private final long[] cells;
  private final boolean full;
  private final boolean several;

  private TilePlaces(long columns, long rows, long[] cells, boolean full, boolean several) {
    this.columns = columns;
    this.rows = rows;
    this.cells = cells;
    this.full = full;
    this.several = several;
  }

  /**
   * The places of the frames of one image.
   *
   * @param parts in the order of their frames, of one format
   * @param frames of all parts
   */
  static TilePlaces of(List<Instance> parts, int frames) throws IOException {
    Instance first = parts.get(0);
    long columns = tiles(first.width(), first.format().columns());
    long rows = tiles(first.height(), first.format().rows());
    if (columns * rows > MAX_CELLS) {
      throw new SlideReadException(first.name(), columns * rows + " tiles, more than " + MAX_CELLS);
    }
    if (first.sparse()) {
      return sparse(parts, columns, rows);
    }
    if (frames < columns * rows) {
      throw new SlideReadException(
          first.name(), frames + " frames for " + columns + " x " + rows + " tiles");
    }
    return new TilePlaces(columns, rows, new long[0], true, frames > columns * rows);
  }

  private static long tiles(long size, int tile) {
    return (size + tile - 1) / tile;
  }

  private static TilePlaces sparse(List<Instance> parts, long columns, long rows)
      throws IOException {
    String path = parts.get(0).positions().path(0);
    long[] places = new long[16];
    int count = 0;
    int frame = 0;
    for (Instance part : parts) {
      if (!part.sparse()) {
        throw new SlideReadException(part.name(), "no positions, unlike the other parts");
      }
      for (int i = 0; i < part.frames(); i++, frame++) {
        if (!part.positions().path(i).equals(path)) {
          continue;
        }
        if (count == places.length) {
          places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = cell(part, i, columns) << FRAME_BITS | frame;
      }
    }
    long[] sorted = Arrays.copyOf(places, count);
    Arrays.sort(sorted);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (i == 0 || sorted[i] >> FRAME_BITS != sorted[i - 1] >> FRAME_BITS) {
        sorted[kept++] = sorted[i];
      }
    }
    return new TilePlaces(columns, rows, Arrays.copyOf(sorted, kept), false, kept < frame);
  }

  /** The tile at which a frame lies. */
  private static long cell(Instance part, int frame, long columns) throws IOException {
    long x = part.positions().columns()[frame] - 1L;
    long y = part.positions().rows()[frame] - 1L;
    String place = "frame " + frame + " at column " + (x + 1) + ", row " + (y + 1);
    if (x < 0 || y < 0 || x >= part.width() || y >= part.height()) {
      throw new SlideReadException(
          part.name(), place + " of an image of " + part.width() + " x " + part.height() + " px");
    }
    int width = part.format().columns();
    int height = part.format().rows();
    if (x % width != 0 || y % height != 0) {
      throw new UnsupportedSlideException(
          part.name(),
          place + ", which is not in the grid of tiles of " + width + " x " + height + " px");
    }
    return y / height * columns + x / width;
  }

  /** Tiles of a row. */
  long columns() {
    return columns;
  }

  /** Rows of tiles. */
  long rows() {
    return rows;
  }

  /** Whether there are frames that are not shown, of other focal planes or optical paths. */
  boolean several() {
    return several;
  }

  /** The number of the frame that shows a tile, or -1 if there is none. */
  int frame(long column, long row) {
    long cell = row * columns + column;
    if (full) {
      return (int) cell;
    }
    int at = Arrays.binarySearch(cells, cell << FRAME_BITS);
    int found = at >= 0 ? at : -at - 1;
    return found < cells.length && cells[found] >> FRAME_BITS == cell
        ? (int) (cells[found] & ((1 << FRAME_BITS) - 1))
        : -1;
  }
}
