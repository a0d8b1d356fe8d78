package org.intarsia.tiler;

import org.intarsia.slideio.Region;

/**
 * One piece of a level: the core that it owns and the window that the network sees for it.
 *
 * @param row row of the grid, 0 at the top
 * @param column column of the grid, 0 at the left
 * @param core pixels that this tile alone writes; clipped to the level
 * @param window pixels that the network reads; of the same size for every tile of a grid, and at
 *     the borders reaching beyond the level
 */
public record Tile(int row, int column, Region core, Region window) {
  @Override
  public String toString() {
    return "tile (row " + row + ", column " + column + ", core " + core + ")";
  }
}
