package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.claims.ClaimTimes;
import org.intarsia.pipeline.claims.Claims;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.segmenter.SegmentationModel;

/**
 * Many slides through one plan. A slide that fails ends itself only; what is done is never lost.
 *
 * <p>Several processes, on one machine or many, may run the same plan into the same folder: each
 * slide is worked on by one of them, and when one dies, another takes its slides over. Each returns
 * when all slides have ended, whoever has worked on them.
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
  private final ClaimTimes times;
  private final Planning planning;

  private BatchRun(
      PipelinePlan plan,
      SegmentationModel model,
      Path root,
      Earlier earlier,
      ClaimTimes times,
      Planning planning) {
    this.plan = plan;
    this.model = model;
    this.root = root;
    this.earlier = earlier;
    this.times = times;
    this.planning = planning;
  }

  /**
   * A batch that is ready to run; the model stays the caller's to close.
   *
   * @param root the output folder; made when the model has proved to run, and not before
   */
  public static BatchRun of(
      PipelinePlan plan, SegmentationModel model, Path root, Earlier earlier) {
    return new BatchRun(plan, model, root, earlier, ClaimTimes.standard(), Planning.fixed());
  }

  /** The same batch, with other times for the signs of life that processes give each other. */
  public BatchRun with(ClaimTimes other) {
    return new BatchRun(plan, model, root, earlier, other, planning);
  }

  /** The same batch; the manifest says how its plan was made. */
  public BatchRun with(Planning how) {
    return new BatchRun(plan, model, root, earlier, times, how);
  }

  /**
   * Works on the slides in their order.
   *
   * @param command the command line, for the manifest
   * @return one result a slide, in the same order
   * @throws UsageException if the output folder cannot be made or written to
   * @throws IOException if the output folder cannot be written any more, or no session opens
   * @throws OutputLostException if the output folder cannot be written any more
   * @throws InterruptedException if interrupted; finished slides stay, and so do the finished bands
   *     of the current one
   */
  public List<SlideResult> run(List<SlideInput> slides, String command, RunProgress progress)
      throws IOException, InterruptedException {
    Manifest manifest = Manifest.begin(plan, planning, model, command, slides);
    try (Sessions sessions = Sessions.open(plan, model);
        OutputFolder output = OutputFolder.open(root, manifest.planDigest(), times)) {
      BatchContext context =
          new BatchContext(
              plan,
              manifest.planDigest(),
              model,
              sessions,
              output,
              SettledSlides.of(output, earlier));
      RunReports reports = new RunReports(RunTables.of(model.card()), manifest, output, slides);
      return work(context, reports, slides, progress);
    }
  }

  /** Goes over the slides that are not settled, again and again, until all are. */
  private List<SlideResult> work(
      BatchContext context, RunReports reports, List<SlideInput> slides, RunProgress progress)
      throws IOException, InterruptedException {
    Map<SlideInput, Integer> deaths = deaths(slides, context.output().claims());
    List<SlideInput> waiting = inOrder(slides, deaths);
    Duplicates duplicates = new Duplicates(slides);
    try {
      while (!waiting.isEmpty()) {
        int before = waiting.size();
        waiting = new Pass(context, reports, progress, duplicates, deaths).over(waiting);
        if (waiting.size() == before) {
          Thread.sleep(times.look().toMillis());
        }
      }
      for (SlideInput slide : reports.done()) {
        context.output().claims().sweep(slide.name());
      }
    } catch (InterruptedException | RuntimeException | Error e) {
      try {
        reports.write();
      } catch (IOException | InterruptedException unwritten) {
        e.addSuppressed(unwritten);
      }
      throw e;
    }
    return reports.write();
  }

  /** Goes over slides once. */
  private static final class Pass {
    private final BatchContext context;
    private final RunReports reports;
    private final RunProgress progress;
    private final Duplicates duplicates;
    private final Map<SlideInput, Integer> deaths;
    private final List<SlideInput> elsewhere = new ArrayList<>();

    Pass(
        BatchContext context,
        RunReports reports,
        RunProgress progress,
        Duplicates duplicates,
        Map<SlideInput, Integer> deaths) {
      this.context = context;
      this.reports = reports;
      this.progress = progress;
      this.duplicates = duplicates;
      this.deaths = deaths;
    }

    /**
     * Returns those that other processes work on.
     *
     * <p>A slide over which a process has died shares no time with another, which would be blamed
     * as well if it happened again; and one that may be a duplicate waits for its original.
     */
    List<SlideInput> over(List<SlideInput> waiting) throws IOException, InterruptedException {
      try (SlideRelay relay = new SlideRelay(context, progress, deaths.size())) {
        boolean beforeWasDeadly = false;
        for (SlideInput slide : waiting) {
          boolean deadly = deaths.getOrDefault(slide, 0) > 0;
          Optional<SlideInput> original = original(slide);
          if (deadly || beforeWasDeadly || original.isPresent()) {
            settle(relay.finish());
            original = original(slide); // it may have failed
          }
          beforeWasDeadly = deadly;
          if (original.isPresent()) {
            settle(duplicate(slide, original.get()));
          } else {
            settle(relay.begin(slide));
            relay.tellAs(reports.settled() + 1);
          }
        }
        settle(relay.finish());
      }
      return elsewhere;
    }

    private Optional<SlideInput> original(SlideInput slide) {
      return duplicates.original(slide, context, reports.failed());
    }

    private Optional<SlideRelay.Ended> duplicate(SlideInput slide, SlideInput original) {
      Runnable begins = () -> progress.slideBegins(reports.settled() + 1, deaths.size(), slide);
      return Optional.of(new SlideRelay.Ended(slide, reports.duplicate(slide, original, begins)));
    }

    private void settle(Optional<SlideRelay.Ended> ended) throws IOException, InterruptedException {
      if (ended.isEmpty()) {
        return;
      }
      Optional<SlideResult> result = ended.get().result();
      if (result.isPresent()) {
        progress.slideEnds(result.get());
        reports.add(result.get());
      } else {
        elsewhere.add(ended.get().slide());
      }
    }
  }

  /** How many processes have died over each slide. */
  private static Map<SlideInput, Integer> deaths(List<SlideInput> slides, Claims claims)
      throws IOException {
    Map<SlideInput, Integer> deaths = new HashMap<>();
    for (SlideInput slide : slides) {
      deaths.put(slide, claims.deaths(slide.name()));
    }
    return deaths;
  }

  /**
   * Slides over which several processes have died come last, so that they cost no other its turn.
   */
  private static List<SlideInput> inOrder(
      List<SlideInput> slides, Map<SlideInput, Integer> deaths) {
    List<SlideInput> ordered = new ArrayList<>(slides);
    ordered.sort(Comparator.comparingInt(slide -> Math.max(1, deaths.getOrDefault(slide, 0))));
    return ordered;
  }
}
