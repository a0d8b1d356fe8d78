package org.intarsia.tiler;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.intarsia.slideio.Region;

/**
 * The division of a level into tiles, computed once and shared by reading, segmenting and
 * stitching.
 *
 * <p>Cores partition the level. All windows have one size, and their origins are congruent modulo
 * the network's stride, because cores begin at multiples of {@code core}, which the network's
 * stride divides: so pooling falls alike in all of them.
 *
 * @param width columns of the level
 * @param height rows of the level
 * @param core side of a core in pixels, a multiple of the network's stride
 * @param halo context around the core
 */
public record TileGrid(long width, long height, int core, Halo halo) implements Iterable<Tile> {
  /** Checks the sizes. */
  public TileGrid {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "level must be at least 1 x 1 px, not " + width + " x " + height);
    }
    if (core < 1) {
      throw new IllegalArgumentException("core must be at least 1 px, not " + core);
    }
    if ((width + core - 1) / core > Integer.MAX_VALUE
        || (height + core - 1) / core > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a level of " + width + " x " + height + " px has too many tiles of " + core + " px");
    }
  }

  /**
   * A grid whose windows have a given side.
   *
   * @param window side of the window that the network reads
   * @param halo context that is not kept
   * @param stride the network's pooling stride, which must divide the core
   */
  public static TileGrid ofWindow(long width, long height, int window, Halo halo, int stride) {
    if (window < 1) {
      throw new IllegalArgumentException("patch must be at least 1 px, not " + window);
    }
    if (2 * Math.min(halo.before(), halo.after()) >= window || halo.total() >= window) {
      throw new IllegalArgumentException(
          "halo (%d px) must be smaller than half the window (%d px)"
              .formatted(Math.max(halo.before(), halo.after()), window));
    }
    int core = window - halo.total();
    if (core % stride != 0) {
      throw new IllegalArgumentException(
          "window (%d px) less its halo (%d + %d px) leaves %d px, no multiple of the stride %d"
              .formatted(window, halo.before(), halo.after(), core, stride));
    }
    return new TileGrid(width, height, core, halo);
  }

  /** Side of every window. */
  public int window() {
    return core + halo.total();
  }

  /** Number of rows of tiles. */
  public int rows() {
    return (int) ((height + core - 1) / core);
  }

  /** Number of columns of tiles. */
  public int columns() {
    return (int) ((width + core - 1) / core);
  }

  /** Number of tiles. */
  public long size() {
    return (long) rows() * columns();
  }

  /** Rows of pixels that the tiles of a row own: the core, or less in the last row. */
  public int rowHeight(int row) {
    return (int) Math.min(core, height - (long) row * core);
  }

  /** The tile of a row and a column. */
  public Tile tile(int row, int column) {
    if (row < 0 || row >= rows() || column < 0 || column >= columns()) {
      throw new IllegalArgumentException(
          "no tile (row %d, column %d) in a grid of %d x %d"
              .formatted(row, column, rows(), columns()));
    }
    long x = (long) column * core;
    long y = (long) row * core;
    Region owned = new Region(x, y, (int) Math.min(core, width - x), rowHeight(row));
    Region seen = new Region(x - halo.before(), y - halo.before(), window(), window());
    return new Tile(row, column, owned, seen);
  }

  /** The tiles in row-major order. */
  @Override
  public Iterator<Tile> iterator() {
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Tile next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the grid has " + size() + " tiles");
        }
        Tile tile = tile((int) (next / columns()), (int) (next % columns()));
        next++;
        return tile;
      }
    };
  }
}
