package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;

/**
 * From ready batches of pixels to labels: normalisation, network and argmax in as many threads as
 * the plan has workers. Less {@link BareNetwork}, it is what normalisation and argmax cost.
 */
public final class NetworkStages implements Rounds.Contender, AutoCloseable {
  private final TileGrid grid;
  private final long count;
  private final List<Segmenter> sessions = new ArrayList<>();
  private final List<TileBatch> batches = new ArrayList<>();

  private NetworkStages(TileGrid grid, long count) {
    this.grid = grid;
    this.count = count;
  }

  /** Opens a session for each worker of the plan, with a batch of random pixels. */
  public static NetworkStages open(SegmentationModel model, PipelinePlan plan, TileGrid grid)
      throws IOException, InterruptedException {
    PipelinePlan.Resources resources = plan.resources();
    int batch = resources.batch();
    NetworkStages stages = new NetworkStages(grid, (grid.size() + batch - 1) / batch);
    TileBatchPool pool = new TileBatchPool(resources.workers(), batch, grid.window());
    byte[] pixels = new byte[3 * grid.window() * grid.window()];
    new Random(7).nextBytes(pixels);
    Tile tile = grid.tile(0, 0);
    for (int i = 0; i < resources.workers(); i++) {
      TileBatch ready = pool.lease();
      while (!ready.isFull()) {
        ready.add(tile).put(pixels);
      }
      stages.batches.add(ready);
      stages.sessions.add(
          model.open(
              new SegmenterSettings(grid.window(), batch, resources.threads(), resources.device(i))
                  .withPrecision(plan.choices().precision())));
    }
    return stages;
  }

  @Override
  public String name() {
    return "normalise, network, argmax";
  }

  @Override
  public double megapixels() {
    return 1e-6 * grid.width() * grid.height();
  }

  @Override
  public double turn() throws IOException, InterruptedException {
    List<Repeats.Step> steps = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      Segmenter session = sessions.get(i);
      TileBatch batch = batches.get(i);
      steps.add(() -> session.segment(batch, (tile, covered, labels) -> {}));
    }
    return Repeats.seconds("labels", steps, count);
  }

  @Override
  public void close() {
    sessions.forEach(Segmenter::close);
    batches.forEach(TileBatch::close);
  }
}
