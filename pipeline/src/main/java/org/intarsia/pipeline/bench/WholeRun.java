package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.RunProgress;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.tiler.TileGrid;

/**
 * All that {@code intarsia run} does for a slide, from opening it to its results in their place:
 * mask, overlay, features, journal, digests. Java's start and the opening of the sessions do not
 * count, as they happen once for all slides.
 */
public final class WholeRun implements Rounds.Contender {
  /** Notes when the slide began and ended. */
  private static final class Clock implements RunProgress {
    private long begin;
    private double seconds;

    @Override
    public void slideBegins(int number, int of, SlideInput slide) {
      begin = System.nanoTime();
    }

    @Override
    public void tilesBegin(TileGrid grid) {}

    @Override
    public void tilesDone(long tiles) {}

    @Override
    public void note(SlideInput slide, String note) {}

    @Override
    public void slideEnds(SlideResult result) {
      seconds = (System.nanoTime() - begin) * 1e-9;
    }
  }

  private final PipelinePlan plan;
  private final SegmentationModel model;
  private final Path slide;
  private final Path folder;
  private final TileGrid grid;

  /**
   * A run of one slide.
   *
   * @param folder for the results, which are made anew in each turn
   * @param grid the tiles that it has
   */
  public WholeRun(
      PipelinePlan plan, SegmentationModel model, Path slide, Path folder, TileGrid grid) {
    this.plan = plan;
    this.model = model;
    this.slide = slide;
    this.folder = folder;
    this.grid = grid;
  }

  @Override
  public String name() {
    return "whole run";
  }

  @Override
  public double megapixels() {
    return 1e-6 * grid.width() * grid.height();
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    Clock clock = new Clock();
    List<SlideResult> results =
        BatchRun.of(plan, model, folder, BatchRun.Earlier.REDO)
            .run(List.of(new SlideInput(slide, "slide")), "intarsia bench", clock);
    if (results.get(0) instanceof SlideResult.Failed failed) {
      throw new IOException(slide + ": " + failed.message());
    }
    return clock.seconds;
  }
}
