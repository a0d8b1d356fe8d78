package org.intarsia.pipeline.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.intarsia.pipeline.PipelineRun;
import org.intarsia.tiler.TileGrid;

/**
 * What there is to tell of one slide. It is kept until the slides before it have ended, so that
 * users are told of one at a time. Thread-safe.
 */
final class SlideProgress {
  private final SlideInput slide;
  private final int of;
  private final RunProgress listener;
  private final CountDownLatch read = new CountDownLatch(1);
  private final List<Runnable> kept = new ArrayList<>();
  private int number;

  /**
   * Of a slide whose turn has not come.
   *
   * @param of number of slides
   */
  SlideProgress(SlideInput slide, int of, RunProgress listener) {
    this.slide = slide;
    this.of = of;
    this.listener = listener;
  }

  /** From now on everything is told at once, as of the slide of this number, 1 for the first. */
  synchronized void tellAs(int place) {
    number = place;
    kept.forEach(Runnable::run);
    kept.clear();
  }

  private synchronized void tell(Runnable what) {
    if (number == 0) {
      kept.add(what);
    } else {
      what.run();
    }
  }

  void begins() {
    tell(() -> listener.slideBegins(number, of, slide));
  }

  void tilesBegin(TileGrid grid) {
    tell(() -> listener.tilesBegin(grid));
  }

  /**
   * What the tiles' run tells.
   *
   * @param segmented called when the segmenters are free again
   */
  PipelineRun.Listener tiles(Runnable segmented) {
    return new PipelineRun.Listener() {
      @Override
      public void tilesDone(long tiles) {
        tell(() -> listener.tilesDone(tiles));
      }

      @Override
      public void allRead() {
        read.countDown();
      }

      @Override
      public void allSegmented() {
        segmented.run();
      }
    };
  }

  void note(String note) {
    tell(() -> listener.note(slide, note));
  }

  /** Nothing more comes. */
  void ends() {
    read.countDown();
  }

  /** Waits until the slide's tiles have all been read, or it has ended. */
  void awaitAllRead() throws InterruptedException {
    read.await();
  }
}
