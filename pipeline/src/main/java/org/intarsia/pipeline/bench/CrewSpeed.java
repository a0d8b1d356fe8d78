package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.intarsia.pipeline.planning.Speed;
import org.intarsia.pipeline.planning.TilePass;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.WindowPlan;

/** The workers of a run without its pixels, with one window and one crew, by the pixels kept. */
public final class CrewSpeed implements Rounds.Contender {
  private static final double TURN_SECONDS = 1.5;

  /**
   * What is computed.
   *
   * @param margin pixels that the network's output lacks on each side
   * @param precision that it is computed in
   */
  public record Work(WindowPlan window, int margin, Precision precision) {}

  private final SegmentationModel model;
  private final Work work;
  private final Speed.Crewing crew;
  private final long batches;

  private CrewSpeed(SegmentationModel model, Work work, Speed.Crewing crew, long batches) {
    this.model = model;
    this.work = work;
    this.crew = crew;
    this.batches = batches;
  }

  /** Finds out how many batches fill a turn of about 1.5 s; each worker computes as many. */
  public static CrewSpeed of(SegmentationModel model, Work work, Speed.Crewing crew)
      throws IOException, InterruptedException {
    double seconds = new CrewSpeed(model, work, crew, crew.workers()).turn();
    long each = Math.max(1, Math.round(TURN_SECONDS / seconds));
    return new CrewSpeed(model, work, crew, each * crew.workers());
  }

  @Override
  public String name() {
    return String.format(
        Locale.ROOT,
        "%d px, %d x %d threads, %d a batch%s",
        work.window().window(),
        crew.workers(),
        crew.threads(),
        crew.batch(),
        work.precision() == Precision.FLOAT32 ? "" : ", " + work.precision());
  }

  @Override
  public double megapixels() {
    double core = work.window().core();
    return 1e-6 * core * core * crew.batch() * batches;
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    SegmenterSettings settings =
        new SegmenterSettings(work.window().window(), crew.batch(), crew.threads(), "cpu")
            .withPrecision(work.precision());
    List<TilePass> passes = new ArrayList<>();
    try {
      List<Repeats.Step> steps = new ArrayList<>();
      for (int worker = 0; worker < crew.workers(); worker++) {
        TilePass pass = TilePass.open(model, settings, work.window().halo(), work.margin());
        passes.add(pass);
        steps.add(pass::run);
      }
      return Repeats.seconds("crew", steps, batches);
    } finally {
      passes.forEach(TilePass::close);
    }
  }
}
