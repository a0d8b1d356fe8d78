package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.intarsia.segmenter.Network.Value;
import org.intarsia.segmenter.djl.TorchModule;
import org.intarsia.segmenter.probe.FeatureMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators as libtorch runs them, against examples worked by hand. */
class WorkedExamplesTest {
  private static final float[][] POOLED = {{5, 11}, {10, 15}};
  private static final float[][] SOURCE = {
    {5, 1, 11, 3}, {2, 3, 10, 3}, {0, 4, 9, 15}, {7, 10, 8, 8}
  };

  @TempDir private Path folder;

  private static Network of(Layer layer) {
    return Network.of(
        "Single",
        List.of(
            new Network.Node(new Layer.Input(1), List.of()), new Network.Node(layer, List.of(0))),
        1);
  }

  private float[][] run(Network network, Map<String, double[]> weights, float[][]... channels)
      throws IOException {
    int height = channels[0].length;
    int width = channels[0][0].length;
    FeatureMaps input = FeatureMaps.zeros(1, channels.length, height, width);
    for (int c = 0; c < channels.length; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          input.values()[input.index(0, c, y, x)] = channels[c][y][x];
        }
      }
    }
    Path file = folder.resolve("example.pt");
    TorchScriptArchive.write(
        network, Weights.of(network, weights), ArchiveOptions.inference(), file);
    try (TorchModule module =
        TorchModule.load(file, "example.pt", "cpu", ArchiveOptions.Storage.FLOAT32)) {
      FeatureMaps output = module.forward(input);
      float[][] rows = new float[output.height() * output.channels()][output.width()];
      for (int i = 0; i < output.values().length; i++) {
        rows[i / output.width()][i % output.width()] = output.values()[i];
      }
      return rows;
    }
  }

  private static double[] row(float[][] values) {
    List<Double> all = new ArrayList<>();
    for (float[] line : values) {
      for (float value : line) {
        all.add((double) value);
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void nearestNeighboursAndBedOfNails() throws IOException {
    float[][] small = {{1, 2}, {3, 4}};
    assertThat(
            run(
                of(new WeightedLayer.UpConvolution(1, 1, 2, 2, 0, 0)),
                Map.of("l1_weight", ones(4), "l1_bias", new double[1]),
                small))
        .isDeepEqualTo(new float[][] {{1, 1, 2, 2}, {1, 1, 2, 2}, {3, 3, 4, 4}, {3, 3, 4, 4}});
    assertThat(
            run(
                of(new WeightedLayer.UpConvolution(1, 1, 1, 2, 0, 1)),
                Map.of("l1_weight", ones(1), "l1_bias", new double[1]),
                small))
        .isDeepEqualTo(new float[][] {{1, 0, 2, 0}, {0, 0, 0, 0}, {3, 0, 4, 0}, {0, 0, 0, 0}});
  }

  @Test
  void maximaAndWhereTheyWere() throws IOException {
    Network.Builder net = Network.builder("Pooling", 1);
    Value pooled = net.maxPool(net.input(), 2);
    net.maxUnpool(net.convolution(pooled, 1, 1, 0, 1), pooled);
    float[][] source = {{1, 2, 6, 3}, {3, 5, 2, 1}, {1, 2, 2, 1}, {7, 3, 4, 8}};
    assertThat(run(net.build(), Map.of("l2_weight", ones(1), "l2_bias", new double[] {-4}), source))
        .as("5 6 7 8 less 4, where the maxima were")
        .isDeepEqualTo(new float[][] {{0, 0, 2, 0}, {0, 1, 0, 0}, {0, 0, 0, 0}, {3, 0, 0, 4}});
    assertThat(run(of(new Layer.MaxPool(2, 2, 0)), Map.of(), SOURCE)).isDeepEqualTo(POOLED);
    Network.Builder unpooling = Network.builder("Unpooling", 1);
    Value maxima = unpooling.maxPool(unpooling.input(), 2);
    unpooling.maxUnpool(maxima, maxima);
    assertThat(run(unpooling.build(), Map.of(), SOURCE))
        .isDeepEqualTo(new float[][] {{5, 0, 11, 0}, {0, 0, 0, 0}, {0, 0, 0, 15}, {0, 10, 0, 0}});
    assertThat(run(unpooling.build(), Map.of(), new float[][] {{3, 3}, {3, 3}}))
        .as("of equal values the first counts")
        .isDeepEqualTo(new float[][] {{3, 0}, {0, 0}});
    assertThat(
            run(
                unpooling.build(),
                Map.of(),
                new float[][] {{9, 1, 2, 3}, {4, 5, 1, 8}, {1, 7, 2, 3}, {4, 5, 1, 6}}))
        .as("a0, b1, c1, d3 in their blocks")
        .isDeepEqualTo(new float[][] {{9, 0, 0, 0}, {0, 0, 0, 8}, {0, 7, 0, 0}, {0, 0, 0, 6}});
  }

  @Test
  void means() throws IOException {
    Network.Builder net = Network.builder("Means", 1);
    net.stridedConvolution(net.input(), 1, 2, 2, 0);
    double[] quarter = {0.25, 0.25, 0.25, 0.25};
    assertThat(run(net.build(), Map.of("l1_weight", quarter, "l1_bias", new double[1]), SOURCE))
        .isDeepEqualTo(new float[][] {{2.75f, 6.75f}, {5.25f, 10}});
    assertThat(run(of(new Layer.MeanPool(3, 2, 1)), Map.of(), SOURCE)[0][0])
        .as("zeros of the padding count")
        .isCloseTo(11 / 9f, within(1e-6f));
    assertThat(run(of(new Layer.FractionPool(1, 2)), Map.of(), SOURCE))
        .isDeepEqualTo(new float[][] {{2.75f, 6.75f}, {5.25f, 10}});
  }

  @Test
  void bilinearByBothRules() throws IOException {
    double[] half = {
      5, 6.5, 9.5, 11, 6.25, 7.6875, 10.5625, 12, 8.75, 10.0625, 12.6875, 14, 10, 11.25, 13.75, 15
    };
    double[] corners = {
      5, 7, 9, 11, 6.6667, 8.5556, 10.4444, 12.3333, 8.3333, 10.1111, 11.8889, 13.6667, 10, 11.6667,
      13.3333, 15
    };
    double[] printed = {5, 6, 9, 11, 6, 8, 10, 12, 9, 10, 12, 14, 10, 11, 14, 15};
    double[] byHalf = row(run(of(new Layer.Upsample(2, false)), Map.of(), POOLED));
    double[] byCorners = row(run(of(new Layer.Upsample(2, true)), Map.of(), POOLED));
    int halfMisses = 0;
    int cornerMisses = 0;
    double largest = 0;
    for (int i = 0; i < 16; i++) {
      assertThat(byHalf[i]).isCloseTo(half[i], within(1e-5));
      assertThat(byCorners[i]).isCloseTo(corners[i], within(1e-4));
      largest = Math.max(largest, Math.abs(byHalf[i] - printed[i]));
      halfMisses += Math.round(byHalf[i]) == printed[i] ? 0 : 1;
      cornerMisses += Math.round(byCorners[i]) == printed[i] ? 0 : 1;
    }
    assertThat(largest).as("the numbers in print are rounded by hand").isEqualTo(0.6875);
    assertThat(halfMisses).isBetween(3, 7);
    assertThat(cornerMisses).isBetween(3, 7);
    assertThat(row(run(of(new Layer.FractionPool(1, 1)), Map.of(), POOLED)))
        .containsExactly(row(POOLED));
  }

  @Test
  void transposedConvolutions() throws IOException {
    double[] bar = {0, 0, 0, 1, 1, 1, 0, 0, 0};
    assertThat(
            run(
                of(new WeightedLayer.UpConvolution(1, 1, 3, 2, 1, 0)),
                Map.of("l1_weight", bar, "l1_bias", new double[1]),
                new float[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}))
        .isDeepEqualTo(
            new float[][] {
              {1, 3, 2, 5, 3},
              {0, 0, 0, 0, 0},
              {4, 9, 5, 11, 6},
              {0, 0, 0, 0, 0},
              {7, 15, 8, 17, 9}
            });
    double[] counting = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    Map<String, double[]> weights = Map.of("l1_weight", counting, "l1_bias", new double[1]);
    float[][] small = {{1, 2}, {3, 4}};
    assertThat(run(of(new WeightedLayer.UpConvolution(1, 1, 3, 2, 1, 0)), weights, small))
        .isDeepEqualTo(new float[][] {{5, 14, 10}, {14, 36, 24}, {15, 34, 20}});
    assertThat(run(of(new WeightedLayer.UpConvolution(1, 1, 3, 2, 1, 1)), weights, small))
        .isDeepEqualTo(
            new float[][] {{5, 14, 10, 12}, {14, 36, 24, 30}, {15, 34, 20, 24}, {24, 55, 32, 36}});
  }

  @Test
  void bilinearAsATransposedConvolution() throws IOException {
    double[] side = {0.25, 0.75, 0.75, 0.25};
    double[] kernel = new double[16];
    for (int i = 0; i < 16; i++) {
      kernel[i] = side[i / 4] * side[i % 4];
    }
    assertThat(
            run(
                of(new WeightedLayer.UpConvolution(1, 1, 4, 2, 1, 0)),
                Map.of("l1_weight", kernel, "l1_bias", new double[1]),
                POOLED))
        .isDeepEqualTo(
            new float[][] {
              {2.8125f, 4.875f, 7.125f, 6.1875f},
              {4.6875f, 7.6875f, 10.5625f, 9},
              {6.5625f, 10.0625f, 12.6875f, 10.5f},
              {5.625f, 8.4375f, 10.3125f, 8.4375f}
            });
  }

  @Test
  void twoSmallConvolutionsAreOneLargeOne() throws IOException {
    double[] a = {1, 2, 1, 0, 0, 0, -1, -2, -1};
    double[] b = {0, 1, 0, 1, -4, 1, 0, 1, 0};
    double[] both = {
      0, 1, 2, 1, 0, 1, -2, -6, -2, 1, 0, 0, 0, 0, 0, -1, 2, 6, 2, -1, 0, -1, -2, -1, 0
    };
    float[][] picture = new float[8][9];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 9; x++) {
        picture[y][x] = (7 * x + 5 * y * y + x * y) % 13;
      }
    }
    Network.Builder twice = Network.builder("Twice", 1);
    twice.convolution(twice.convolution(twice.input(), 1, 3, 0, 1), 1, 3, 0, 1);
    Network.Builder once = Network.builder("Once", 1);
    once.convolution(once.input(), 1, 5, 0, 1);
    double[] none = new double[1];
    assertThat(
            run(
                twice.build(),
                Map.of("l1_weight", a, "l1_bias", none, "l2_weight", b, "l2_bias", none),
                picture))
        .isDeepEqualTo(run(once.build(), Map.of("l1_weight", both, "l1_bias", none), picture));
  }

  @Test
  void softmaxDoesNotMindLargeScores() throws IOException {
    Network.Builder net = Network.builder("Softmax", 3);
    net.softmax(net.input());
    double[] expected = {0.6652409558, 0.2447284711, 0.0900305732};
    for (float shift : new float[] {0, 1000}) {
      double[] p =
          row(
              run(
                  net.build(),
                  Map.of(),
                  new float[][] {{2 + shift}},
                  new float[][] {{1 + shift}},
                  new float[][] {{shift}}));
      for (int c = 0; c < 3; c++) {
        assertThat(p[c]).isCloseTo(expected[c], within(1e-6));
      }
    }
  }

  @Test
  void theSizesInPrint() {
    Network.Builder net = Network.builder("Sizes", 1);
    net.stridedConvolution(net.input(), 1, 3, 2, 1);
    assertThat(net.build().outputSize(4)).isEqualTo(2);
    assertThat(net.build().outputSize(5)).isEqualTo(3);
    assertThat(of(new WeightedLayer.UpConvolution(1, 1, 3, 2, 1, 1)).outputSize(2)).isEqualTo(4);
  }
}
