package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.raster.RegionCopy;

/**
 * Tiles that overlap: each lies over its right and lower neighbours, at a whole pixel.
 *
 * @param width columns of the level
 * @param height rows of the level
 */
record PlacedLevel(BlockImage blocks, Placement placement, int width, int height)
    implements LevelImage {
  @Override
  public void read(Region wanted, Tiles tiles, RegionCopy target) throws IOException {
    target.clear(wanted);
    List<TileArea> areas = placement.areas();
    for (int i = areas.size() - 1; i >= 0; i--) {
      read(areas.get(i), wanted, tiles, target);
    }
  }

  private void read(TileArea area, Region wanted, Tiles tiles, RegionCopy target)
      throws IOException {
    BlockGrid grid = blocks.grid();
    int scale = placement.scale();
    double advanceX = placement.advanceX() / scale;
    double advanceY = placement.advanceY() / scale;
    double left = wanted.x() - (double) area.x() / scale;
    double top = wanted.y() - (double) area.y() / scale;
    int tileWidth = grid.blockWidth() / scale + 2;
    int tileHeight = grid.blockHeight() / scale + 2;
    int firstColumn = clamp((left - tileWidth) / advanceX, area.columns());
    int lastColumn = clamp((left + wanted.width() + 1) / advanceX, area.columns());
    int firstRow = clamp((top - tileHeight) / advanceY, area.rows());
    int lastRow = clamp((top + wanted.height() + 1) / advanceY, area.rows());
    for (int row = lastRow; row >= firstRow; row--) {
      for (int column = lastColumn; column >= firstColumn; column--) {
        tile(area, column, row).copy(wanted, tiles, target);
      }
    }
  }

  private static int clamp(double index, int count) {
    return (int) Math.max(0, Math.min(count - 1.0, Math.floor(index)));
  }

  /** A tile of the finest level, as this level holds it. */
  private Piece tile(TileArea area, int column, int row) {
    BlockGrid grid = blocks.grid();
    int scale = placement.scale();
    int fineColumn = area.firstColumn() + column;
    int fineRow = area.firstRow() + row;
    int blockColumn = fineColumn / scale;
    int blockRow = fineRow / scale;
    if (blockColumn >= grid.columns() || blockRow >= grid.rows()) {
      return new Piece(-1, new Region(0, 0, 1, 1), Optional.empty());
    }
    int block = blockRow * grid.columns() + blockColumn;
    Region stored = grid.place(block);
    long subLeft = (long) (fineColumn % scale) * stored.width() / scale;
    long subTop = (long) (fineRow % scale) * stored.height() / scale;
    long subRight = -Math.floorDiv(-(fineColumn % scale + 1L) * stored.width(), scale);
    long subBottom = -Math.floorDiv(-(fineRow % scale + 1L) * stored.height(), scale);
    long x = placement.left(area, column);
    long y = placement.top(area, row);
    Region sub =
        new Region(
            x, y, (int) Math.max(1, subRight - subLeft), (int) Math.max(1, subBottom - subTop));
    Region place = new Region(x - subLeft, y - subTop, stored.width(), stored.height());
    Region image =
        new Region(place.x() - stored.x(), place.y() - stored.y(), grid.width(), grid.height());
    return new Piece(block, place, sub.intersect(place).flatMap(image::intersect));
  }

  /** A part of a block, and where it belongs. */
  private final class Piece {
    private final int block;
    private final Region place;
    private final Optional<Region> shown;

    Piece(int block, Region place, Optional<Region> shown) {
      this.block = block;
      this.place = place;
      this.shown = shown;
    }

    void copy(Region wanted, Tiles tiles, RegionCopy target) throws IOException {
      Optional<Region> part = shown.flatMap(wanted::intersect);
      if (part.isPresent() && !blocks.isMissing(block)) {
        target.copy(tiles.rgb(block, place.bottom()), place, part.get());
      }
    }
  }
}
