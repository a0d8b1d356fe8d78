package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.Locale;
import org.intarsia.pipeline.planning.Speed;
import org.intarsia.segmenter.ArchiveOptions.Layout;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.WindowPlan;

/** The network alone with one window and one crew, by the pixels that are kept. */
public final class CrewSpeed implements Rounds.Contender {
  private static final double TURN_SECONDS = 1.5;

  private final SegmentationModel model;
  private final WindowPlan window;
  private final Speed.Crewing crew;
  private final long batches;

  private CrewSpeed(SegmentationModel model, WindowPlan window, Speed.Crewing crew, long batches) {
    this.model = model;
    this.window = window;
    this.crew = crew;
    this.batches = batches;
  }

  /** Finds out how many batches fill a turn of about 1.5 s; each worker computes as many. */
  public static CrewSpeed of(SegmentationModel model, WindowPlan window, Speed.Crewing crew)
      throws IOException, InterruptedException {
    double seconds = new CrewSpeed(model, window, crew, crew.workers()).turn();
    long each = Math.max(1, Math.round(TURN_SECONDS / seconds));
    return new CrewSpeed(model, window, crew, each * crew.workers());
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
    BareNetwork.Work work = new BareNetwork.Work(crew.workers(), batches, megapixels());
    try (BareNetwork network =
        BareNetwork.open(name(), model, worker -> settings, Layout.CHANNELS_LAST, work)) {
      return network.turn();
    }
  }
}
