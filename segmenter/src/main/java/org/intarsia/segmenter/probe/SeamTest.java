package org.intarsia.segmenter.probe;

import java.io.IOException;
import java.util.Random;
import org.intarsia.segmenter.Normalization;
import org.intarsia.tiler.Halo;

/**
 * Compares a tile's core with the same pixels of a larger pass, on noise.
 *
 * @param disagreement fraction of pixels whose class differs
 * @param difference largest difference of outputs, relative to their range
 */
record SeamTest(double disagreement, double difference) {
  /**
   * Runs a network over a picture of three cores with their halo, and over the middle core alone.
   *
   * @param margin pixels that the output lacks on each side
   */
  static SeamTest run(ForwardPass network, Normalization rule, Halo halo, int core, int margin)
      throws IOException {
    int window = core + halo.total();
    FeatureMaps whole = noise(rule, window, window + 2 * core);
    FeatureMaps tile = FeatureMaps.zeros(1, 3, window, window);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < window; y++) {
        int from = whole.index(0, c, y, core);
        System.arraycopy(whole.values(), from, tile.values(), tile.index(0, c, y, 0), window);
      }
    }
    FeatureMaps expected = network.run(whole);
    FeatureMaps actual = network.run(tile);
    int start = halo.before() - margin;
    long different = 0;
    float most = 0;
    for (int y = start; y < start + core; y++) {
      for (int x = start; x < start + core; x++) {
        different += label(actual, y, x) == label(expected, y, x + core) ? 0 : 1;
        for (int c = 0; c < actual.channels(); c++) {
          float gap = Math.abs(actual.at(0, c, y, x) - expected.at(0, c, y, x + core));
          most = Math.max(most, gap);
        }
      }
    }
    float range = range(expected);
    return new SeamTest(
        (double) different / ((double) core * core), range > 0 ? most / range : most);
  }

  private static FeatureMaps noise(Normalization rule, int height, int width) {
    FeatureMaps maps = FeatureMaps.zeros(1, 3, height, width);
    Random random = new Random(20261101);
    int plane = height * width;
    for (int i = 0; i < maps.values().length; i++) {
      double value = random.nextInt(256) * rule.scale();
      maps.values()[i] = (float) ((value - rule.mean().get(i / plane)) / rule.std().get(i / plane));
    }
    return maps;
  }

  private static int label(FeatureMaps maps, int y, int x) {
    int best = 0;
    for (int c = 1; c < maps.channels(); c++) {
      if (maps.at(0, c, y, x) > maps.at(0, best, y, x)) {
        best = c;
      }
    }
    return best;
  }

  private static float range(FeatureMaps maps) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : maps.values()) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return high - low;
  }
}
