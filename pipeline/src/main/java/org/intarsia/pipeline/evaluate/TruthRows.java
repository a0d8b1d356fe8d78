package org.intarsia.pipeline.evaluate;

import java.io.IOException;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;

/** Rows of a true mask at the pixels of a prediction of another size, nearest neighbour. */
final class TruthRows {
  private final LabelMask truth;
  private final LabelKey key;
  private final int width;
  private final long height;
  private final int[] columns;
  private final byte[] row;
  private long rowAt = -1;

  TruthRows(LabelMask truth, LabelKey key, int width, long height) {
    this.truth = truth;
    this.key = key;
    this.width = width;
    this.height = height;
    boolean same = width == truth.width() && height == truth.height();
    this.columns = new int[same ? 0 : width];
    this.row = new byte[same ? 0 : truth.width()];
    for (int x = 0; x < columns.length; x++) {
      columns[x] = (int) under(x, width, truth.width());
    }
  }

  /** The pixel of {@code fine} under the centre of pixel {@code at} of {@code coarse} pixels. */
  static long under(long at, long coarse, long fine) {
    return (2 * at + 1) * fine / (2 * coarse);
  }

  void read(long y, int rows, byte[] labels) throws IOException {
    if (columns.length == 0) {
      truth.read(new Region(0, y, width, rows), key, labels);
      return;
    }
    for (int r = 0; r < rows; r++) {
      long at = under(y + r, height, truth.height());
      if (at != rowAt) {
        truth.read(new Region(0, at, truth.width(), 1), key, row);
        rowAt = at;
      }
      for (int x = 0; x < width; x++) {
        labels[r * width + x] = row[columns[x]];
      }
    }
  }
}
