package org.intarsia.testdata;

import java.util.ArrayList;
import java.util.List;

/**
 * The cut of one level. Below the first level a grid can have columns and rows beyond the picture:
 * they stand over slivers of level 0 that the next level drops.
 */
record LevelGrid(
    int level,
    long width,
    long height,
    int tileWidth,
    int tileHeight,
    long columns,
    long rows,
    int factorX,
    int factorY) {
  /** All levels of a pyramid, the largest first. */
  static List<LevelGrid> all(PixelSource source, PyramidOptions options) {
    List<LevelGrid> all = new ArrayList<>();
    boolean tiles = options.layout() == PyramidOptions.Layout.TILES;
    long width = source.width();
    long height = source.height();
    int size = options.tileSize();
    int step = options.downsample();
    long columns = tiles ? ceil(width, size) : 1;
    long rows = ceil(height, size);
    while (true) {
      int tileWidth = tiles ? size : Math.toIntExact(width);
      int fx = (int) Math.min(step, width);
      int fy = (int) Math.min(step, height);
      all.add(new LevelGrid(all.size(), width, height, tileWidth, size, columns, rows, fx, fy));
      if (Math.max(width, height) <= options.topSide()) {
        return all;
      }
      width /= fx;
      height /= fy;
      columns = tiles ? ceil(columns, step) : 1;
      rows = ceil(rows, step);
    }
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
  }

  /** Pixels of a column's tiles that lie in the level, 0 if it is beyond. */
  int validWidth(long column) {
    return (int) Math.max(0, Math.min(tileWidth, width - column * tileWidth));
  }

  /** Pixels of a row's tiles that lie in the level, 0 if it is beyond. */
  int validHeight(long row) {
    return (int) Math.max(0, Math.min(tileHeight, height - row * tileHeight));
  }

  /** Tiles across that are stored. */
  int storedColumns() {
    return Math.toIntExact(ceil(width, tileWidth));
  }

  /** Tiles down that are stored. */
  int storedRows() {
    return Math.toIntExact(ceil(height, tileHeight));
  }
}
