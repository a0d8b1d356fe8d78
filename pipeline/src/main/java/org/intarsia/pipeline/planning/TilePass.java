package org.intarsia.pipeline.planning;

import java.io.IOException;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.intarsia.tiler.TileGrid;

/**
 * What a worker of a run does with tiles that have been read: normalisation, network, classes. It
 * has one batch of black tiles, and throws the labels away. For one thread at a time.
 */
public final class TilePass implements AutoCloseable {
  private final Segmenter session;
  private final TileBatch batch;

  private TilePass(Segmenter session, TileBatch batch) {
    this.session = session;
    this.batch = batch;
  }

  /**
   * Prepares a session and its batch.
   *
   * @param halo what of a window is not kept
   * @param margin pixels that the network's output lacks on each side
   * @throws IOException if no session opens
   */
  public static TilePass open(
      SegmentationModel model, SegmenterSettings settings, Halo halo, int margin)
      throws IOException, InterruptedException {
    int window = settings.window();
    int core = window - halo.total();
    TileGrid grid = new TileGrid(core, core, core, halo);
    TileBatch batch = new TileBatchPool(1, settings.batch(), window).lease();
    while (!batch.isFull()) {
      batch.add(grid.tile(0, 0));
    }
    return new TilePass(model.open(settings, margin), batch);
  }

  /**
   * Segments the batch once.
   *
   * @throws IOException if the network fails
   */
  public void run() throws IOException {
    session.segment(batch, (tile, covered, labels) -> {});
  }

  @Override
  public void close() {
    session.close();
    batch.close();
  }
}
