package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.BarePass;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.tiler.TileGrid;

/**
 * The network alone: as many batches as a slide needs, each the same ready one, in as many threads
 * as the plan has workers. What no pipeline can beat.
 */
public final class BareNetwork implements Rounds.Contender, AutoCloseable {
  private final TileGrid grid;
  private final long batches;
  private final List<BarePass> passes = new ArrayList<>();

  private BareNetwork(TileGrid grid, long batches) {
    this.grid = grid;
    this.batches = batches;
  }

  /** Prepares a pass for each worker of the plan. */
  public static BareNetwork open(SegmentationModel model, PipelinePlan plan, TileGrid grid)
      throws IOException {
    PipelinePlan.Resources resources = plan.resources();
    long batches = (grid.size() + resources.batch() - 1) / resources.batch();
    BareNetwork bare = new BareNetwork(grid, batches);
    for (int i = 0; i < resources.workers(); i++) {
      bare.passes.add(
          model.bare(
              new SegmenterSettings(
                      grid.window(), resources.batch(), resources.threads(), resources.device(i))
                  .withPrecision(plan.choices().precision())));
    }
    return bare;
  }

  @Override
  public String name() {
    return "network alone";
  }

  @Override
  public double megapixels() {
    return 1e-6 * grid.width() * grid.height();
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    List<Repeats.Step> steps = new ArrayList<>();
    passes.forEach(pass -> steps.add(pass::run));
    return Repeats.seconds("bare", steps, batches);
  }

  @Override
  public void close() {
    passes.forEach(BarePass::close);
  }
}
