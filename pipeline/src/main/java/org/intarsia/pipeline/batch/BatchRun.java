package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;

/**
 * Many slides through one plan. A slide that fails ends itself only; the tables are rewritten after
 * every slide, so that what is done is never lost.
 */
public final class BatchRun {
  /** What becomes of slides that an earlier run of the same plan has finished. */
  public enum Earlier {
    KEEP,
    REDO
  }

  private final PipelinePlan plan;
  private final SegmentationModel model;
  private final OutputFolder output;
  private final Earlier earlier;

  private BatchRun(
      PipelinePlan plan, SegmentationModel model, OutputFolder output, Earlier earlier) {
    this.plan = plan;
    this.model = model;
    this.output = output;
    this.earlier = earlier;
  }

  /** A batch that is ready to run; the model stays the caller's to close. */
  public static BatchRun of(
      PipelinePlan plan, SegmentationModel model, OutputFolder output, Earlier earlier) {
    return new BatchRun(plan, model, output, earlier);
  }

  /**
   * Works on the slides in their order.
   *
   * @param command the command line, for the manifest
   * @return one result a slide, in the same order
   * @throws IOException if the output folder cannot be written any more, or no session opens
   * @throws InterruptedException if interrupted; finished slides stay, the current one is removed
   */
  public List<SlideResult> run(List<SlideInput> slides, String command, RunProgress progress)
      throws IOException, InterruptedException {
    Manifest manifest = Manifest.begin(plan, command, slides);
    RunTables tables = RunTables.of(output, model.card());
    List<SlideResult> results = new ArrayList<>();
    List<Segmenter> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < plan.resources().workers(); i++) {
        sessions.add(
            model.open(
                new SegmenterSettings(
                    plan.window().window(),
                    plan.resources().batch(),
                    1,
                    plan.resources().device())));
      }
      BatchContext context =
          new BatchContext(plan, manifest.planDigest(), model, sessions, output, earlier);
      for (SlideInput slide : slides) {
        progress.slideBegins(results.size() + 1, slides.size(), slide);
        SlideResult result = new SlideJob(context, slide, progress).run();
        results.add(result);
        tables.write(results);
        output.write(Manifest.FILE, manifest.toJson(results));
        progress.slideEnds(result);
      }
    } finally {
      sessions.forEach(Segmenter::close);
    }
    return results;
  }
}
