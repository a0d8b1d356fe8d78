package org.intarsia.slideio;

/**
 * Where a read stands in a pass over a level by rows of windows, from the top to the bottom and
 * from left to right: what a reader needs to know to decode every tile once and to keep no more
 * than that takes.
 *
 * @param window the whole window that the read is a part of, in pixels of the level that is read
 * @param nextRow first row of pixels that the rows of windows below this one want, those that
 *     mirror included; {@link Long#MAX_VALUE} if there are none
 * @param readers how many windows are read at the same time, at least 1
 */
public record WindowPass(Region window, long nextRow, int readers) {
  /** Checks the number of readers. */
  public WindowPass {
    if (readers < 1) {
      throw new IllegalArgumentException("readers must be at least 1, not " + readers);
    }
  }

  /** Rows of this window that the windows below want too. */
  public long overlap() {
    return Math.max(0, window.bottom() - nextRow);
  }
}
