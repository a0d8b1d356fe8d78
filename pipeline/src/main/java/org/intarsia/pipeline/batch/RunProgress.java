package org.intarsia.pipeline.batch;

import org.intarsia.tiler.TileGrid;

/** Told how a batch goes. Calls for one slide may come from several threads. */
public interface RunProgress {
  /**
   * A slide begins.
   *
   * @param number 1 for the first
   * @param of number of slides
   */
  void slideBegins(int number, int of, SlideInput slide);

  /** The slide's tiles are known. */
  void tilesBegin(TileGrid grid);

  /** So many tiles are done, segmented or skipped. */
  void tilesDone(long tiles);

  /** Something that the user should know of a slide. */
  void note(SlideInput slide, String note);

  /** A slide has ended. */
  void slideEnds(SlideResult result);

  /** Says nothing. */
  static RunProgress silent() {
    return new RunProgress() {
      @Override
      public void slideBegins(int number, int of, SlideInput slide) {}

      @Override
      public void tilesBegin(TileGrid grid) {}

      @Override
      public void tilesDone(long tiles) {}

      @Override
      public void note(SlideInput slide, String note) {}

      @Override
      public void slideEnds(SlideResult result) {}
    };
  }
}
