package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a network by the definitions of its layers, in plain loops: an oracle for small pictures.
 */
final class NaiveNetwork {
  /** Channels x rows x columns. */
  record Maps(double[][][] values) {
    int height() {
      return values[0].length;
    }

    int width() {
      return values[0][0].length;
    }
  }

  private final Network network;
  private final Weights weights;

  NaiveNetwork(Network network, Weights weights) {
    this.network = network;
    this.weights = weights;
  }

  Maps run(Maps input) {
    List<Maps> maps = new ArrayList<>();
    maps.add(input);
    for (int i = 1; i < network.nodes().size(); i++) {
      Network.Node node = network.nodes().get(i);
      maps.add(layer(i, node.layer(), node.inputs().stream().map(maps::get).toList()));
    }
    return maps.get(maps.size() - 1);
  }

  private Maps layer(int i, Layer layer, List<Maps> in) {
    Maps x = in.get(0);
    if (layer instanceof WeightedLayer.Convolution c) {
      return convolution(i, c, x);
    }
    if (layer instanceof WeightedLayer.UpConvolution c) {
      return upConvolution(i, c, x);
    }
    if (layer instanceof WeightedLayer.BatchNorm) {
      return batchNorm(i, x);
    }
    if (layer == Layer.Pointwise.RELU) {
      return map(
          x.values().length, x.height(), x.width(), (c, y, z) -> Math.max(0, x.values()[c][y][z]));
    }
    if (layer instanceof Layer.MaxPool pool) {
      return maxPool(pool.stride(), x);
    }
    if (layer instanceof Layer.Crop crop) {
      int m = crop.margin();
      return map(
          x.values().length,
          x.height() - 2 * m,
          x.width() - 2 * m,
          (c, y, z) -> x.values()[c][y + m][z + m]);
    }
    if (layer instanceof Layer.Concatenation) {
      int first = x.values().length;
      double[][][] second = in.get(1).values();
      return map(
          first + second.length,
          x.height(),
          x.width(),
          (c, y, z) -> c < first ? x.values()[c][y][z] : second[c - first][y][z]);
    }
    if (layer instanceof Layer.Sum) {
      double[][][] other = in.get(1).values();
      return map(
          other.length, x.height(), x.width(), (c, y, z) -> x.values()[c][y][z] + other[c][y][z]);
    }
    throw new IllegalArgumentException("no definition of " + layer);
  }

  private interface Formula {
    double at(int c, int y, int x);
  }

  private static Maps map(int channels, int height, int width, Formula formula) {
    double[][][] values = new double[channels][height][width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          values[c][y][x] = formula.at(c, y, x);
        }
      }
    }
    return new Maps(values);
  }

  private Maps convolution(int i, WeightedLayer.Convolution c, Maps x) {
    double[] w = weights.values("l" + i + "_weight");
    double[] b = c.biased() ? weights.values("l" + i + "_bias") : new double[c.out()];
    int height =
        (x.height() + 2 * c.padding() - c.dilation() * (c.kernel() - 1) - 1) / c.stride() + 1;
    int width =
        (x.width() + 2 * c.padding() - c.dilation() * (c.kernel() - 1) - 1) / c.stride() + 1;
    return map(
        c.out(),
        height,
        width,
        (o, row, column) -> {
          double sum = b[o];
          for (int k = 0; k < c.in(); k++) {
            for (int dy = 0; dy < c.kernel(); dy++) {
              for (int dx = 0; dx < c.kernel(); dx++) {
                int y = row * c.stride() - c.padding() + dy * c.dilation();
                int z = column * c.stride() - c.padding() + dx * c.dilation();
                if (y >= 0 && z >= 0 && y < x.height() && z < x.width()) {
                  int index = ((o * c.in() + k) * c.kernel() + dy) * c.kernel() + dx;
                  sum += w[index] * x.values()[k][y][z];
                }
              }
            }
          }
          return sum;
        });
  }

  private Maps upConvolution(int i, WeightedLayer.UpConvolution c, Maps x) {
    double[] w = weights.values("l" + i + "_weight");
    double[] b = weights.values("l" + i + "_bias");
    int f = c.stride();
    return map(
        c.out(),
        x.height() * f,
        x.width() * f,
        (o, y, z) -> {
          double sum = b[o];
          for (int k = 0; k < c.in(); k++) {
            sum += w[((k * c.out() + o) * f + y % f) * f + z % f] * x.values()[k][y / f][z / f];
          }
          return sum;
        });
  }

  private Maps batchNorm(int i, Maps x) {
    double[] gain = weights.values("l" + i + "_weight");
    double[] shift = weights.values("l" + i + "_bias");
    double[] mean = weights.values("l" + i + "_running_mean");
    double[] variance = weights.values("l" + i + "_running_var");
    return map(
        x.values().length,
        x.height(),
        x.width(),
        (c, y, z) ->
            (x.values()[c][y][z] - mean[c]) / Math.sqrt(variance[c] + 1e-5) * gain[c] + shift[c]);
  }

  private static Maps maxPool(int f, Maps x) {
    return map(
        x.values().length,
        x.height() / f,
        x.width() / f,
        (c, y, z) -> {
          double most = Double.NEGATIVE_INFINITY;
          for (int k = 0; k < f * f; k++) {
            most = Math.max(most, x.values()[c][y * f + k / f][z * f + k % f]);
          }
          return most;
        });
  }
}
