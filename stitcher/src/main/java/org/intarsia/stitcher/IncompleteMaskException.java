package org.intarsia.stitcher;

import org.intarsia.tiler.Tile;

/** Not every tile of a mask was delivered or skipped. */
public final class IncompleteMaskException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long missing;
  private final int row;
  private final int column;

  IncompleteMaskException(long missing, long tiles, Tile first) {
    super("%d of %d tiles were never delivered, the first is %s".formatted(missing, tiles, first));
    this.missing = missing;
    this.row = first.row();
    this.column = first.column();
  }

  /** Number of tiles that were neither delivered nor skipped. */
  public long missing() {
    return missing;
  }

  /** Row of the first missing tile in row-major order. */
  public int firstRow() {
    return row;
  }

  /** Column of the first missing tile in row-major order. */
  public int firstColumn() {
    return column;
  }
}
