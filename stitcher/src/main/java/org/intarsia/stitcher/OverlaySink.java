package org.intarsia.stitcher;

import java.util.Arrays;

/**
 * Gathers a small map of the classes while a mask arrives, by majority in square cells.
 *
 * <p>Ties go to the lowest label. Memory: the map and one row of counters, independent of the
 * mask's height. Not thread-safe, see {@link MaskSink}.
 */
public final class OverlaySink implements MaskSink {
  private final MaskLayout layout;
  private final int background;
  private final int cell;
  private final int columns;
  private final byte[] map;
  private final long[] votes;
  private final long[] pixels;
  private long arrived;
  private boolean finished;
  private boolean closed;

  private OverlaySink(MaskLayout layout, int background, int cell) {
    this.layout = layout;
    this.background = background;
    this.cell = cell;
    this.columns = cells(layout.width(), cell);
    this.map = new byte[columns * cells(layout.height(), cell)];
    this.votes = new long[columns * layout.classes().size()];
    this.pixels = new long[layout.classes().size()];
  }

  /**
   * A sink for one mask.
   *
   * @param layout the mask
   * @param background the class that is not drawn
   * @param largestSide the map's larger side has at most so many cells, 1 to 8192
   */
  public static OverlaySink of(MaskLayout layout, int background, int largestSide) {
    if (background < 0 || background >= layout.classes().size()) {
      throw new IllegalArgumentException(
          "background must be a label below %d, not %d"
              .formatted(layout.classes().size(), background));
    }
    if (largestSide < 1 || largestSide > 8192) {
      throw new IllegalArgumentException(
          "the larger side of an overlay must be 1 to 8192 cells, not " + largestSide);
    }
    long side = Math.max(layout.width(), layout.height());
    return new OverlaySink(layout, background, cells(side, largestSide));
  }

  private static int cells(long size, int part) {
    return (int) ((size + part - 1) / part);
  }

  @Override
  public void accept(MaskBand band) {
    checkOpen();
    if (band.y() != arrived
        || band.width() != layout.width()
        || band.y() + band.height() > layout.height()) {
      throw new IllegalStateException(
          "%s does not follow row %d of a mask of %d x %d px"
              .formatted(band, arrived, layout.width(), layout.height()));
    }
    for (int y = 0; y < band.height(); y++) {
      count(band.labels(), y * band.width());
      arrived++;
      if (arrived % cell == 0 || arrived == layout.height()) {
        decide((int) ((arrived - 1) / cell));
      }
    }
  }

  private void checkOpen() {
    if (finished || closed) {
      throw new IllegalStateException("the overlay is " + (closed ? "closed" : "finished"));
    }
  }

  private void count(byte[] labels, int row) {
    int width = (int) layout.width();
    for (int i = 0; i < columns; i++) {
      int from = row + i * cell;
      int to = row + (int) Math.min((i + 1L) * cell, width);
      if (Arrays.equals(labels, from, to - 1, labels, from + 1, to)) {
        vote(labels[from], i, to - from);
        continue;
      }
      for (int x = from; x < to; x++) {
        vote(labels[x], i, 1);
      }
    }
  }

  private void vote(byte label, int column, int weight) {
    int index = label & 0xFF;
    if (index >= pixels.length) {
      throw new IllegalArgumentException(
          "label " + index + " at row " + arrived + " exceeds the " + pixels.length + " classes");
    }
    votes[index * columns + column] += weight;
  }

  private void decide(int row) {
    for (int i = 0; i < columns; i++) {
      int best = 0;
      for (int label = 0; label < pixels.length; label++) {
        long count = votes[label * columns + i];
        pixels[label] += count;
        if (count > votes[best * columns + i]) {
          best = label;
        }
      }
      map[row * columns + i] = (byte) best;
    }
    Arrays.fill(votes, 0);
  }

  @Override
  public void finish() {
    checkOpen();
    if (arrived != layout.height()) {
      throw new IllegalStateException(
          "the overlay lacks %d of %d rows".formatted(layout.height() - arrived, layout.height()));
    }
    finished = true;
  }

  /**
   * What was gathered.
   *
   * @throws IllegalStateException before {@link #finish}
   */
  public Overlay overlay() {
    if (!finished) {
      throw new IllegalStateException("the overlay is not finished");
    }
    return new Overlay(layout, background, cell, map.clone(), pixels.clone());
  }

  @Override
  public void close() {
    closed = true;
  }
}
