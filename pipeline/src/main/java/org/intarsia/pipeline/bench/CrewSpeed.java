package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.intarsia.pipeline.planning.Speed;
import org.intarsia.pipeline.planning.TilePass;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.WindowPlan;

/** The workers of a run without its pixels, with one window and one crew, by the pixels kept. */
public final class CrewSpeed implements Rounds.Contender {
  private static final double TURN_SECONDS = 1.5;

  private final SegmentationModel model;
  private final WindowPlan window;
  private final int margin;
  private final Speed.Crewing crew;
  private final long batches;

  private CrewSpeed(
      SegmentationModel model, WindowPlan window, int margin, Speed.Crewing crew, long batches) {
    this.model = model;
    this.window = window;
    this.margin = margin;
    this.crew = crew;
    this.batches = batches;
  }

  /**
   * Finds out how many batches fill a turn of about 1.5 s; each worker computes as many.
   *
   * @param margin pixels that the network's output lacks on each side
   */
  public static CrewSpeed of(
      SegmentationModel model, WindowPlan window, int margin, Speed.Crewing crew)
      throws IOException, InterruptedException {
    double seconds = new CrewSpeed(model, window, margin, crew, crew.workers()).turn();
    long each = Math.max(1, Math.round(TURN_SECONDS / seconds));
    return new CrewSpeed(model, window, margin, crew, each * crew.workers());
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT,
        "%d px, %d x %d threads, %d a batch",
        window.window(),
        crew.workers(),
        crew.threads(),
        crew.batch());
  }

  @Override
  public double megapixels() {
    return 1e-6 * window.core() * window.core() * crew.batch() * batches;
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    SegmenterSettings settings =
        new SegmenterSettings(window.window(), crew.batch(), crew.threads(), "cpu");
    List<TilePass> passes = new ArrayList<>();
    try {
      List<Repeats.Step> steps = new ArrayList<>();
      for (int worker = 0; worker < crew.workers(); worker++) {
        TilePass pass = TilePass.open(model, settings, margin);
        passes.add(pass);
        steps.add(pass::run);
      }
      return Repeats.seconds("crew", steps, batches);
    } finally {
      passes.forEach(TilePass::close);
    }
  }
}
