package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;

/**
 * An open segmenter for each worker of a plan. Slides whose windows have another size get others,
 * which share the weights. For one thread.
 */
final class Sessions implements AutoCloseable {
  private final PipelinePlan plan;
  private final SegmentationModel model;
  private final List<Segmenter> open = new ArrayList<>();
  private int window;
  private int margin;

  private Sessions(PipelinePlan plan, SegmentationModel model) {
    this.plan = plan;
    this.model = model;
  }

  /**
   * Opens the first ones, with the smallest windows that slides may get.
   *
   * @throws IOException if the model cannot be run as its card and the plan say
   */
  static Sessions open(PipelinePlan plan, SegmentationModel model) throws IOException {
    Sessions sessions = new Sessions(plan, model);
    sessions.window = plan.fit().map(fit -> fit.leastWindow()).orElse(plan.window().window());
    try (Segmenter first = model.open(sessions.settings(0))) {
      sessions.margin = first.margin();
    }
    return sessions;
  }

  private SegmenterSettings settings(int worker) {
    PipelinePlan.Resources resources = plan.resources();
    return new SegmenterSettings(
            window, resources.batch(), resources.threads(), resources.device(worker))
        .withPrecision(plan.choices().precision());
  }

  /** Those for windows of this side; they stay open until others are asked for. */
  List<Segmenter> of(int side) throws IOException {
    if (side != window || open.isEmpty()) {
      close();
      window = side;
      for (int worker = 0; worker < plan.resources().workers(); worker++) {
        open.add(model.open(settings(worker), margin));
      }
    }
    return List.copyOf(open);
  }

  @Override
  public void close() {
    open.forEach(Segmenter::close);
    open.clear();
  }
}
