package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.ArchiveOptions.Layout;
import org.intarsia.segmenter.BarePass;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.tiler.TileGrid;

/**
 * The network alone: as many batches as a slide needs, each the same ready one, in as many threads
 * as the plan has workers. What no pipeline can beat.
 */
public final class BareNetwork implements Rounds.Contender, AutoCloseable {
  /**
   * How much work a turn is.
   *
   * @param workers threads, each with a batch of its own
   * @param batches passes of all threads together
   * @param megapixels what they stand for
   */
  public record Work(int workers, long batches, double megapixels) {}

  private final String name;
  private final Work work;
  private final List<BarePass> passes = new ArrayList<>();

  private BareNetwork(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Prepares a pass for each worker of the plan. */
  public static BareNetwork open(SegmentationModel model, PipelinePlan plan, TileGrid grid)
      throws IOException {
    PipelinePlan.Resources resources = plan.resources();
    long batches = (grid.size() + resources.batch() - 1) / resources.batch();
    return open(
        "network alone",
        model,
        worker ->
            new SegmenterSettings(
                    grid.window(), resources.batch(), resources.threads(), resources.device(worker))
                .withPrecision(plan.choices().precision()),
        Layout.CHANNELS_LAST,
        new Work(resources.workers(), batches, 1e-6 * grid.width() * grid.height()));
  }

  /**
   * Prepares a pass for each worker.
   *
   * @param name of the contender
   * @param settings of each worker, by its number
   * @param layout order of the batch's numbers in memory
   */
  public static BareNetwork open(
      String name,
      SegmentationModel model,
      IntFunction<SegmenterSettings> settings,
      Layout layout,
      Work work)
      throws IOException {
    BareNetwork bare = new BareNetwork(name, work);
    try {
      for (int worker = 0; worker < work.workers(); worker++) {
        bare.passes.add(model.bare(settings.apply(worker), layout));
      }
    } catch (IOException e) {
      bare.close();
      throw e;
    }
    return bare;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double megapixels() {
    return work.megapixels();
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    return seconds(work.batches());
  }

  /**
   * A few passes in each thread. The process keeps the memory of tensors; getting it the first time
   * takes seconds, which must not count for whose turn is first.
   */
  public void warmUp() throws IOException, InterruptedException {
    seconds(3L * passes.size());
  }

  private double seconds(long batches) throws IOException, InterruptedException {
    List<Repeats.Step> steps = new ArrayList<>();
    passes.forEach(pass -> steps.add(pass::run));
    return Repeats.seconds("bare", steps, batches);
  }

  @Override
  public void close() {
    passes.forEach(BarePass::close);
  }
}
