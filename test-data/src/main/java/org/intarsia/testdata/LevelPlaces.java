package org.intarsia.testdata;

/** Where the tiles of one level lie in the file. */
final class LevelPlaces {
  final LevelGrid grid;
  final long[] offsets;
  final long[] lengths;

  LevelPlaces(LevelGrid grid) {
    this.grid = grid;
    int count = Math.multiplyExact(grid.storedColumns(), grid.storedRows());
    offsets = new long[count];
    lengths = new long[count];
  }

  void set(long column, long row, long offset, long length) {
    int index = (int) (row * grid.storedColumns() + column);
    offsets[index] = offset;
    lengths[index] = length;
  }
}
