package org.intarsia.stitcher;

import java.util.Arrays;
import org.intarsia.tiler.TileGrid;

/**
 * The buffers of one open row of cores and what has arrived for it.
 *
 * <p>Bookkeeping is guarded by the stitcher's lock, sums by this object's own, labels by the rule
 * that one tile alone writes a pixel.
 */
final class Band {
  private static final byte MISSING = 0;
  private static final byte CLAIMED = 1;
  private static final byte SKIPPED = 2;

  private final byte[] labels;
  private final int[] sums;
  private final byte[] states;
  private int row;
  private int remaining;

  Band(int labels, int sums, int columns) {
    this.labels = new byte[labels];
    this.sums = new int[sums];
    this.states = new byte[columns];
  }

  void begin(int ofRow) {
    row = ofRow;
    remaining = states.length;
    Arrays.fill(states, MISSING);
  }

  int row() {
    return row;
  }

  byte[] labels() {
    return labels;
  }

  /** Sums of weighted probabilities; read and written under this object's monitor. */
  int[] sums() {
    return sums;
  }

  boolean isWhole() {
    return remaining == 0;
  }

  boolean has(int column) {
    return states[column] != MISSING;
  }

  void claim(int column) {
    states[column] = CLAIMED;
  }

  void skip(int column) {
    states[column] = SKIPPED;
  }

  void delivered() {
    remaining--;
  }

  int firstMissing() {
    for (int column = 0; column < states.length; column++) {
      if (states[column] == MISSING) {
        return column;
      }
    }
    return states.length;
  }

  /** Gives the cores of skipped tiles the background class. */
  void fillSkipped(TileGrid grid, byte background) {
    int width = (int) grid.width();
    int height = grid.rowHeight(row);
    int column = 0;
    while (column < states.length) {
      int end = column;
      while (end < states.length && states[end] == SKIPPED) {
        end++;
      }
      if (end > column) {
        int from = column * grid.core();
        int to = (int) Math.min((long) end * grid.core(), width);
        for (int y = 0; y < height; y++) {
          Arrays.fill(labels, y * width + from, y * width + to, background);
        }
      }
      column = end + 1;
    }
  }
}
