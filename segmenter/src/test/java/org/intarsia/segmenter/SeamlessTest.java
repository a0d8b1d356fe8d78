package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With the probe's halo, windows in phase put together what one large pass puts out. */
class SeamlessTest {
  private static final int CLASSES = 5;

  @TempDir Path folder;

  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(new UNet(3, CLASSES, 2, 4).same(), Padding.SAME, plan(32, 8, 8), 1L),
        Arguments.of(new UNet(3, CLASSES, 3, 4).same(), Padding.SAME, plan(64, 24, 24), 2L),
        Arguments.of(new UNet(3, CLASSES, 4, 2).same(), Padding.SAME, plan(128, 48, 48), 3L),
        Arguments.of(new UNet(3, CLASSES, 5, 2).same(), Padding.SAME, plan(224, 96, 96), 4L),
        Arguments.of(new UNet(3, CLASSES, 3, 4).halved(), Padding.SAME, plan(128, 48, 48), 5L),
        Arguments.of(new UNet(3, CLASSES, 3, 4).valid(), Padding.VALID, plan(60, 20, 20), 6L),
        Arguments.of(new UNet(3, CLASSES, 5, 2).valid(), Padding.VALID, plan(220, 92, 96), 7L));
  }

  private static WindowPlan plan(int window, int before, int after) {
    return new WindowPlan(window, new Halo(before, after), window - before - after);
  }

  @ParameterizedTest(name = "{0}, {2}, seed {3}")
  @MethodSource("networks")
  void windowsInPhaseEqualOneLargePass(Network network, Padding padding, WindowPlan plan, long seed)
      throws Exception {
    assertThat(largestDifference(network, padding, plan, seed, ArchiveOptions.Storage.FLOAT32))
        .isLessThan(1e-4);
    assertThat(largestDifference(network, padding, plan, seed, ArchiveOptions.Storage.FLOAT64))
        .isLessThan(2e-7);
  }

  private double largestDifference(
      Network network, Padding padding, WindowPlan plan, long seed, ArchiveOptions.Storage storage)
      throws IOException, InterruptedException {
    Path file = folder.resolve("net.pt");
    TorchScriptArchive.write(
        network,
        Weights.scattered(network, seed),
        ArchiveOptions.inference().withStorage(storage).withCard(Cards.of(CLASSES, padding)),
        file);
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      int patch = plan.window();
      int side = plan.window() + 2 * plan.core();
      byte[] picture = new byte[3 * side * side];
      new Random(seed).nextBytes(picture);
      float[] whole = probabilities(model, picture, side, 0, 0, side);
      int margin = padding == Padding.VALID ? plan.halo().before() : 0;
      int wide = side - 2 * margin;
      int narrow = patch - 2 * margin;
      double most = 0;
      for (int top = 0; top <= 2 * plan.core(); top += plan.core()) {
        for (int left = 0; left <= 2 * plan.core(); left += plan.core()) {
          float[] tile = probabilities(model, picture, side, left, top, patch);
          int start = plan.halo().before() - margin;
          for (int i = 0; i < CLASSES * plan.core() * plan.core(); i++) {
            int c = i / (plan.core() * plan.core());
            int y = start + i / plan.core() % plan.core();
            int x = start + i % plan.core();
            double gap =
                tile[(c * narrow + y) * narrow + x] - whole[(c * wide + top + y) * wide + left + x];
            most = Math.max(most, Math.abs(gap));
          }
        }
      }
      return most;
    }
  }

  private static float[] probabilities(
      SegmentationModel model, byte[] picture, int side, int left, int top, int window)
      throws IOException, InterruptedException {
    TileBatchPool pool = new TileBatchPool(1, 1, window);
    float[][] result = new float[1][];
    try (TileBatch batch = pool.lease();
        Segmenter segmenter = model.open(SegmenterSettings.cpu(window, 1))) {
      Region region = new Region(left, top, window, window);
      var slot = batch.add(new Tile(0, 0, region, region));
      for (int y = 0; y < window; y++) {
        slot.put(picture, 3 * ((top + y) * side + left), 3 * window);
      }
      segmenter.probabilities(
          batch,
          (tile, covered, values) -> {
            result[0] = new float[values.remaining()];
            values.get(result[0]);
          });
    }
    return result[0];
  }
}
