package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Path;
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
  private final Path root;
  private final Earlier earlier;

  private BatchRun(PipelinePlan plan, SegmentationModel model, Path root, Earlier earlier) {
    this.plan = plan;
    this.model = model;
    this.root = root;
    this.earlier = earlier;
  }

  /**
   * A batch that is ready to run; the model stays the caller's to close.
   *
   * @param root the output folder; made when the model has proved to run, and not before
   */
  public static BatchRun of(
      PipelinePlan plan, SegmentationModel model, Path root, Earlier earlier) {
    return new BatchRun(plan, model, root, earlier);
  }

  /**
   * Works on the slides in their order.
   *
   * @param command the command line, for the manifest
   * @return one result a slide, in the same order
   * @throws UsageException if the output folder cannot be made or written to
   * @throws IOException if the output folder cannot be written any more, or no session opens
   * @throws InterruptedException if interrupted; finished slides stay, the current one is removed
   */
  public List<SlideResult> run(List<SlideInput> slides, String command, RunProgress progress)
      throws IOException, InterruptedException {
    Manifest manifest = Manifest.begin(plan, command, slides);
    RunTables tables = RunTables.of(model.card());
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
      OutputFolder output = OutputFolder.open(root);
      BatchContext context =
          new BatchContext(plan, manifest.planDigest(), model, sessions, output, earlier);
      for (SlideInput slide : slides) {
        progress.slideBegins(results.size() + 1, slides.size(), slide);
        SlideResult result = new SlideJob(context, slide, progress).run();
        results.add(result);
        tables.write(output, results);
        output.write(Manifest.FILE, manifest.toJson(results));
        progress.slideEnds(result);
      }
    } finally {
      sessions.forEach(Segmenter::close);
    }
    return results;
  }
}
