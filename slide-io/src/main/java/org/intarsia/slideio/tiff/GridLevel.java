package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.Optional;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.raster.RegionCopy;

/**
 * Blocks side by side.
 *
 * @param width columns that count, whatever the file stores; beyond what it stores is background
 * @param height rows that count
 */
record GridLevel(BlockImage blocks, int width, int height) implements LevelImage {
  static GridLevel of(BlockImage blocks) {
    return new GridLevel(blocks, blocks.grid().width(), blocks.grid().height());
  }

  @Override
  public void read(Region wanted, Tiles tiles, RegionCopy target) throws IOException {
    BlockGrid grid = blocks.grid();
    Optional<Region> stored = wanted.intersect(grid.area());
    if (stored.isEmpty() || !stored.get().equals(wanted)) {
      target.clear(wanted);
    }
    if (stored.isPresent()) {
      copy(stored.get(), tiles, target);
    }
  }

  private void copy(Region wanted, Tiles tiles, RegionCopy target) throws IOException {
    BlockGrid grid = blocks.grid();
    int firstColumn = (int) (wanted.x() / grid.blockWidth());
    int lastColumn = (int) ((wanted.right() - 1) / grid.blockWidth());
    int firstRow = (int) (wanted.y() / grid.blockHeight());
    int lastRow = (int) ((wanted.bottom() - 1) / grid.blockHeight());
    for (int row = firstRow; row <= lastRow; row++) {
      for (int column = firstColumn; column <= lastColumn; column++) {
        int block = row * grid.columns() + column;
        Region place = grid.place(block);
        Optional<Region> part = place.intersect(wanted);
        if (part.isEmpty()) {
          continue;
        }
        if (blocks.isMissing(block)) {
          target.clear(part.get());
        } else {
          target.copy(tiles.rgb(block, place.bottom()), place, part.get());
        }
      }
    }
  }
}
