package org.intarsia.slideio.openslide;

/**
 * Where along one axis of a level reads begin.
 *
 * <p>OpenSlide wants the corner of a region in whole pixels of level 0, also for other levels, and
 * shifts the level by the rest, between its pixels, if that corner falls between them. Where the
 * downsample is a whole number no corner does. Elsewhere a corner at column {@code x} is off by
 * {@code round(x * downsample) / downsample - x}, at most half a pixel of level 0. So that a pixel
 * is the same whatever region it is read with, reads of such a level begin at fixed places only:
 * one for each {@value #SIDE} columns, at or up to {@value #REACH} columns before them, where that
 * shift is smallest.
 *
 * <p>The same is done for levels whose tiles lie between pixels: what OpenSlide makes of them
 * depends, by a rounding, on where the region begins.
 *
 * @param downsample pixels of level 0 for each of this level
 * @param extent columns (or rows) of the level
 * @param tiles how the file's tiles lie
 */
record Anchors(double downsample, long extent, Tiles tiles) {
  /** How the tiles of a level lie. */
  enum Tiles {
    /** One beside the other, on whole pixels. */
    IN_A_GRID,
    /** Anywhere, also over each other: those of MIRAX, for one. */
    SCATTERED
  }

  /** Columns that have their anchor in common. */
  static final int SIDE = 512;

  /** How far an anchor may be from the columns that are read from it. */
  static final int REACH = 32;

  /** Half of what cairo, which OpenSlide draws with, rounds to no shift at all. */
  private static final double NO_SHIFT = 1.0 / 1024;

  /** Whether reads may begin anywhere without a difference. */
  boolean isFree() {
    double rest = Math.abs(downsample - Math.rint(downsample));
    return tiles == Tiles.IN_A_GRID && rest * extent / downsample < NO_SHIFT;
  }

  /** Where in level 0 a read of a column begins. */
  long position(long column) {
    return Math.round(column * downsample);
  }

  /** How far that is from the column, in pixels of this level. */
  double shift(long column) {
    return position(column) / downsample - column;
  }

  /** The end of the columns that have their anchor in common with this one. */
  long end(long column) {
    return (column / SIDE + 1) * SIDE;
  }

  /** Where a read that wants this column and some after it begins: there, or before it. */
  long anchor(long column) {
    if (isFree()) {
      return column;
    }
    long first = column / SIDE * SIDE;
    long best = first;
    for (long each = first; each >= Math.max(0, first - REACH); each--) {
      if (Math.abs(shift(each)) < Math.abs(shift(best))) {
        best = each;
      }
    }
    return best;
  }
}
