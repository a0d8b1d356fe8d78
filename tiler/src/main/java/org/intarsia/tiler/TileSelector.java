package org.intarsia.tiler;

/** Decides whether a tile is worth segmenting: does it hold tissue, does it touch a ROI. */
@FunctionalInterface
public interface TileSelector {
  /** Whether the tile is to be segmented. Thread-safe; the same answer every time. */
  boolean selects(Tile tile);

  /** Selects every tile. */
  static TileSelector all() {
    return tile -> true;
  }
}
