package org.intarsia.slideio.tiff;

import java.util.List;

/**
 * Where tiles that overlap belong.
 *
 * @param areas the first one lies on top where two overlap
 * @param advanceX columns from one tile of the finest level to the next
 * @param advanceY rows from one tile of the finest level to the next
 * @param scale how many pixels of the finest level one pixel is wide; each tile of the file then
 *     holds {@code scale} x {@code scale} reduced tiles side by side
 */
record Placement(List<TileArea> areas, double advanceX, double advanceY, int scale) {
  Placement {
    areas = List.copyOf(areas);
  }

  Placement atScale(int other) {
    return new Placement(areas, advanceX, advanceY, other);
  }

  /** Left border of a tile in pixels of the level, by the tile's number within its area. */
  long left(TileArea area, int column) {
    return Math.round((area.x() + column * advanceX) / scale);
  }

  /** Top border of a tile in pixels of the level. */
  long top(TileArea area, int row) {
    return Math.round((area.y() + row * advanceY) / scale);
  }

  /** Columns up to the right end of the right-most tile. */
  long width(int tileWidth) {
    double right = 0;
    for (TileArea area : areas) {
      right = Math.max(right, area.x() + (area.columns() - 1) * advanceX + tileWidth);
    }
    return (long) Math.ceil(right / scale);
  }

  /** Rows down to the lower end of the lowest tile. */
  long height(int tileHeight) {
    double bottom = 0;
    for (TileArea area : areas) {
      bottom = Math.max(bottom, area.y() + (area.rows() - 1) * advanceY + tileHeight);
    }
    return (long) Math.ceil(bottom / scale);
  }
}
