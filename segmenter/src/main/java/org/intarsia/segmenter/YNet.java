package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;
import org.intarsia.segmenter.Network.Kernel;
import org.intarsia.segmenter.Network.Value;

/**
 * The segmentation branch of Y-Net (Mehta et al., MICCAI 2018, arXiv 1806.01313): efficient spatial
 * pyramids or residual blocks in the encoder, pyramid pooling in the decoder.
 *
 * <p>Sizes are multiples of 8. The published network took 384 px only, because its pooling had
 * fixed numbers of bins; here they are the same fractions of any side. Pooling makes the network
 * depend on the whole picture.
 *
 * @param size classes and width; widths are rounded to multiples of four channels
 * @param block what the encoder consists of
 */
public record YNet(Networks.Size size, Block block) {
  private static final double EPSILON = 1e-3;

  /** Almost nothing of the batches before is kept, as in the authors' code. */
  private static final double MOMENTUM = 0.95;

  private static final int[][] BINS = {{5, 6}, {2, 3}, {1, 2}, {3, 8}};

  /** Blocks of the encoder. */
  public enum Block {
    /** Efficient spatial pyramid: dilated convolutions, summed up hierarchically. */
    ESP,
    /** Residual block of two convolutions. */
    RCB
  }

  /** The network. */
  public Network network() {
    Network.Builder net = Network.builder("YNet", 3);
    new Layers(net).build();
    return net.build();
  }

  private final class Layers {
    private final Network.Builder net;

    Layers(Network.Builder net) {
      this.net = net;
    }

    private int channels(int published) {
      return Math.max(4, size.channels(published) / 4 * 4);
    }

    private Value normal(Value x) {
      return net.relu(net.batchNorm(x, EPSILON, MOMENTUM));
    }

    private Value convolution(Value x, int out, Kernel kernel) {
      return normal(net.unbiasedConvolution(x, out, kernel));
    }

    void build() {
      int classes = size.classes();
      Value level1 = convolution(net.input(), channels(16), Kernel.strided(7, 2));
      Value down2 = convolution(level1, channels(128), Kernel.strided(3, 2));
      Value level2 = normal(net.concatenate(down2, blocks(down2, 2)));
      Value down3 = convolution(level2, channels(256), Kernel.strided(3, 2));
      Value level3 = normal(net.concatenate(down3, blocks(down3, 5)));

      Value pooled = net.concatenate(level3, pyramid(level3, channels(128)));
      Value x = convolution(pooled, channels(128), Kernel.same(1));
      x = convolution(convolution(x, classes, Kernel.same(3)), classes, Kernel.same(1));
      x = net.upsample(x, 2);

      Value joined = net.concatenate(x, level2);
      x = net.concatenate(joined, pyramid(joined, channels(64)));
      x = convolution(convolution(x, classes, Kernel.same(3)), classes, Kernel.same(1));
      x = net.upsample(x, 2);

      joined = net.concatenate(level1, x);
      x = net.concatenate(joined, pyramid(joined, classes));
      x = convolution(x, classes, Kernel.same(3));
      x = net.unbiasedConvolution(x, classes, Kernel.same(7));
      net.upsample(x, 2);
    }

    private Value blocks(Value x, int count) {
      Value y = x;
      for (int i = 0; i < count; i++) {
        y = block == Block.ESP ? spatialPyramid(y) : residual(y);
      }
      return y;
    }

    private Value spatialPyramid(Value x) {
      int out = net.channels(x);
      Value thin = net.unbiasedConvolution(x, out / 4, Kernel.same(3));
      List<Value> parts = new ArrayList<>();
      for (int dilation = 1; dilation <= 8; dilation *= 2) {
        Value part = net.unbiasedConvolution(thin, out / 4, Kernel.dilated(dilation));
        parts.add(dilation <= 2 ? part : net.sum(parts.get(parts.size() - 1), part));
      }
      return normal(net.sum(net.concatenate(parts), x));
    }

    private Value residual(Value x) {
      int out = net.channels(x);
      Value y = convolution(x, out, Kernel.same(3));
      y = net.unbiasedConvolution(y, out, Kernel.same(3));
      return net.relu(net.sum(net.batchNorm(y, EPSILON, MOMENTUM), x));
    }

    private Value pyramid(Value x, int out) {
      List<Value> parts = new ArrayList<>();
      for (int[] bin : BINS) {
        Value means = net.meansOfParts(x, bin[0], bin[1]);
        parts.add(net.resizeLike(convolution(means, out, Kernel.same(1)), x));
      }
      return net.concatenate(parts);
    }
  }
}
