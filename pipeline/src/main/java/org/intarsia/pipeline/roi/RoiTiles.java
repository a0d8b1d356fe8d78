package org.intarsia.pipeline.roi;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;

/**
 * Selects the tiles that a pixel of an ROI lies in. Immutable, safe from many threads; a bit a
 * tile.
 */
public final class RoiTiles implements TileSelector {
  /** How much of a tile has a say in the labels that come of it. */
  public enum Reach {
    /** What it owns: with cropped seams nothing else is kept. */
    CORE,
    /** All that it sees: with blended seams neighbours have a say. */
    WINDOW
  }

  private final int columns;
  private final BitSet selected;
  private final List<Roi> beside;

  private RoiTiles(int columns, BitSet selected, List<Roi> beside) {
    this.columns = columns;
    this.selected = selected;
    this.beside = beside;
  }

  /** Looks up the tiles of a grid that covers the frame. */
  public static RoiTiles of(TileGrid grid, List<Roi> rois, RoiFrame frame, Reach reach) {
    BitSet selected = new BitSet();
    List<Roi> beside = new ArrayList<>();
    for (Roi roi : rois) {
      Optional<Region> bounds = roi.area().bounds(frame.scale(), frame.width(), frame.height());
      boolean any = bounds.isPresent() && select(grid, roi, bounds.get(), frame, reach, selected);
      if (!any) {
        beside.add(roi);
      }
    }
    return new RoiTiles(grid.columns(), selected, List.copyOf(beside));
  }

  private static boolean select(
      TileGrid grid, Roi roi, Region bounds, RoiFrame frame, Reach reach, BitSet selected) {
    int margin = reach == Reach.CORE ? 0 : grid.halo().total();
    int top = (int) Math.max(0, (bounds.y() - margin) / grid.core());
    int left = (int) Math.max(0, (bounds.x() - margin) / grid.core());
    int bottom = (int) Math.min(grid.rows() - 1L, (bounds.bottom() - 1 + margin) / grid.core());
    int right = (int) Math.min(grid.columns() - 1L, (bounds.right() - 1 + margin) / grid.core());
    boolean any = false;
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        Tile tile = grid.tile(row, column);
        Region seen = reach == Reach.CORE ? tile.core() : tile.window();
        if (roi.area().touches(seen, frame.scale())) {
          selected.set(Math.toIntExact((long) row * grid.columns() + column));
          any |= reach == Reach.CORE || roi.area().touches(tile.core(), frame.scale());
        }
      }
    }
    return any;
  }

  @Override
  public boolean selects(Tile tile) {
    return selected.get(tile.row() * columns + tile.column());
  }

  /** How many tiles are selected. */
  public long count() {
    return selected.cardinality();
  }

  /** The ROIs that no pixel lies in. */
  public List<Roi> beside() {
    return beside;
  }
}
