package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.util.OptionalInt;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.slideio.Region;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;

/** Segments windows of a synthetic biopsy for about two seconds and checks them. */
final class SelfTest {
  private static final double SECONDS = 2;

  /** What came out; {@code problem} is empty if all is well. */
  record Outcome(String problem, long pixels, double seconds) {
    boolean ok() {
      return problem.isEmpty();
    }
  }

  private SelfTest() {}

  static Outcome run() throws IOException, InterruptedException {
    try (SegmentationModel model = SegmentationModel.embedded()) {
      WindowPlan plan = model.probe().window(OptionalInt.empty(), OptionalInt.empty());
      int side = plan.window();
      double mpp = model.card().micronsPerPixel().orElse(0.5);
      SyntheticBiopsy biopsy =
          SyntheticBiopsy.of(new BiopsySpec(7, side, side, Diagnosis.DCIS, mpp));
      byte[] rgb = new byte[3 * side * side];
      byte[] truth = new byte[side * side];
      biopsy.render(0, 0, side, side, rgb, truth);
      Region whole = new Region(0, 0, side, side);
      Tile tile = new Tile(0, 0, whole, whole);
      byte[] labels = new byte[side * side];
      long pixels = 0;
      try (Segmenter session = model.open(SegmenterSettings.cpu(side, 1));
          TileBatch batch = new TileBatchPool(1, 1, side).lease()) {
        batch.add(tile).put(rgb);
        long start = System.nanoTime();
        while ((System.nanoTime() - start) * 1e-9 < SECONDS) {
          session.segment(batch, (of, covered, all) -> all.get(labels));
          pixels += (long) side * side;
        }
        return judge(labels, truth, pixels, (System.nanoTime() - start) * 1e-9);
      }
    }
  }

  private static Outcome judge(byte[] labels, byte[] truth, long pixels, double seconds) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == truth[i] ? 1 : 0;
    }
    double accuracy = (double) right / labels.length;
    String problem =
        accuracy > 0.5 ? "" : "only %.0f%% of the pixels are right".formatted(100 * accuracy);
    return new Outcome(problem, pixels, seconds);
  }
}
