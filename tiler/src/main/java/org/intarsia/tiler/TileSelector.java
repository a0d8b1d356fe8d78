package org.intarsia.tiler;

/** Decides whether a tile is worth segmenting: does it hold tissue, does it touch a ROI. */
@FunctionalInterface
public interface TileSelector {
  /** Whether the tile is to be segmented. Thread-safe; the same answer every time. */
  boolean selects(Tile tile);

  /** How many tiles of a grid are to be segmented; asks for each of them. */
  default long count(TileGrid grid) {
    long selected = 0;
    for (Tile tile : grid) {
      selected += selects(tile) ? 1 : 0;
    }
    return selected;
  }

  /** Selects every tile. */
  static TileSelector all() {
    return tile -> true;
  }
}
