package org.intarsia.segmenter;

import java.io.IOException;
import java.util.List;
import org.intarsia.classifier.Confusion;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;

/** Segments whole rendered regions, each as one window, and compares with the truth. */
final class Evaluation {
  private Evaluation() {}

  /** Pixels nearer to the border than {@code halo} do not count: they lack context. */
  static Confusion of(SegmentationModel model, List<SyntheticPatches.Region> regions, int halo)
      throws IOException, InterruptedException {
    Confusion.Builder confusion = Confusion.builder(SyntheticPatches.CLASSES);
    int side = regions.get(0).side();
    TileBatchPool pool = new TileBatchPool(1, 1, side);
    try (Segmenter segmenter = model.open(SegmenterSettings.cpu(side, 1))) {
      for (SyntheticPatches.Region region : regions) {
        try (TileBatch batch = pool.lease()) {
          Region whole = new Region(0, 0, side, side);
          Region core = whole.grow(-halo);
          batch.add(new Tile(0, 0, core, whole)).put(region.rgb());
          segmenter.segment(
              batch,
              (tile, covered, labels) -> {
                byte[] row = new byte[side - 2 * halo];
                byte[] truth = new byte[row.length];
                for (int y = halo; y < side - halo; y++) {
                  labels.get(row);
                  System.arraycopy(region.labels(), y * side + halo, truth, 0, row.length);
                  confusion.count(truth, row, row.length);
                }
              });
        }
      }
    }
    return confusion.build();
  }
}
