package org.intarsia.tiler.annotation;

import java.util.Arrays;
import java.util.Optional;
import org.intarsia.slideio.Region;

/** Pixels of a mask as rectangles of the slide's level 0. */
final class MaskArea implements RoiArea {
  /** So many pixels of level 0 along so many of the mask. */
  record Step(long slide, int mask) {
    /** Where a column or row of the mask begins, in pixels of level 0. */
    double edge(int index) {
      return (double) (index * slide) / mask;
    }

    /** The first column or row of the mask, from 0 on, that ends behind a place. */
    int at(double position) {
      long guess = (long) Math.floor(position * mask / slide);
      int index = (int) Math.max(0, Math.min(mask, guess - 1));
      while (index < mask && edge(index + 1) <= position) {
        index++;
      }
      return index;
    }
  }

  /** What is done with a rectangle of a block; says whether to go on. */
  private interface Visitor {
    boolean visit(int left, int top, int right, int bottom);
  }

  private final MaskRuns runs;
  private final Step across;
  private final Step down;

  MaskArea(MaskRuns runs, Step across, Step down) {
    this.runs = runs;
    this.across = across;
    this.down = down;
  }

  @Override
  public void paint(Region region, double scale, byte[] labels, byte label) {
    LevelBlock.checkLabels(region, labels);
    visit(
        LevelBlock.of(region, scale),
        (left, top, right, bottom) -> {
          for (int y = top; y < bottom; y++) {
            Arrays.fill(labels, y * region.width() + left, y * region.width() + right, label);
          }
          return true;
        });
  }

  @Override
  public boolean touches(Region region, double scale) {
    return !visit(LevelBlock.of(region, scale), (left, top, right, bottom) -> false);
  }

  /** Visits the rectangles, none of them empty, that the area has in a block; false if stopped. */
  private boolean visit(LevelBlock block, Visitor visitor) {
    PixelCentres rows = block.rows();
    int row = Math.max(runs.firstRow(), down.at(rows.centre(0)));
    for (; row < runs.endRow() && down.edge(row) <= rows.centre(rows.count() - 1); row++) {
      int top = rows.notBefore(down.edge(row));
      int bottom = rows.notBefore(down.edge(row + 1));
      if (top < bottom && !visitRow(row, block.columns(), new int[] {top, bottom}, visitor)) {
        return false;
      }
    }
    return true;
  }

  private boolean visitRow(int row, PixelCentres columns, int[] rows, Visitor visitor) {
    for (int run = runs.from(row); run < runs.from(row + 1); run++) {
      int left = columns.notBefore(across.edge(runs.start(run)));
      int right = columns.notBefore(across.edge(runs.end(run)));
      if (left < right && !visitor.visit(left, rows[0], right, rows[1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Optional<Region> bounds(double scale, int width, int height) {
    int[] columns = runs.columns();
    return LevelBlock.grown(
        new LevelBlock.Box(
            across.edge(columns[0]),
            down.edge(runs.firstRow()),
            across.edge(columns[1]),
            down.edge(runs.endRow())),
        scale,
        width,
        height);
  }
}
