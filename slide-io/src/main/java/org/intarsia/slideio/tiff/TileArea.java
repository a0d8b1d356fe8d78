package org.intarsia.slideio.tiff;

/**
 * A rectangle of a file's tiles that lie together on the slide.
 *
 * @param x left border of its first tile in pixels of the finest level
 * @param y top border of its first tile in pixels of the finest level
 * @param firstColumn column of that tile in the file's grid
 * @param firstRow row of that tile in the file's grid
 * @param columns tiles in a row
 * @param rows rows of tiles
 */
record TileArea(long x, long y, int firstColumn, int firstRow, int columns, int rows) {}
