package org.intarsia.segmenter;

import java.util.List;
import org.intarsia.segmenter.Network.Kernel;
import org.intarsia.segmenter.Network.Value;

/**
 * An encoder and a decoder of four levels with one kind of block throughout, to compare blocks.
 *
 * <p>Level {@code k} has {@code 64 * 2^k} channels at width 1. Sizes are multiples of 8. Every
 * convolution is followed by batch normalisation and ReLU, and has no bias. The decoders' wiring,
 * of which the talk that these blocks come from gives only lists, is:
 *
 * <ul>
 *   <li>VGG: max-unpooling with the indices of the pooling, then three convolutions, the last of
 *       which has the channels of the next finer level;
 *   <li>ResNet: a 3 x 3 transposed convolution of stride 2, plus the encoder's map of that level,
 *       then a residual block;
 *   <li>Inception: a 1 x 1 transposed convolution of stride 2, joined with the encoder's map of
 *       that level, then an Inception block.
 * </ul>
 *
 * @param size classes and width; widths are rounded to multiples of four channels
 * @param block the kind of block
 */
public record EncoderDecoder(Networks.Size size, Block block) {
  private static final int LEVELS = 4;

  /** Kinds of block. */
  public enum Block {
    /** Three 3 x 3 convolutions. */
    VGG,
    /** Two 3 x 3 convolutions and an identity, or a projection where channels change. */
    RESNET,
    /** 1 x 1, 3 x 3, 5 x 5 and a maximum beside each other, a quarter of the channels each. */
    INCEPTION
  }

  /** The network. */
  public Network network() {
    Network.Builder net = Network.builder("EncoderDecoder", 3);
    new Layers(net).build();
    return net.build();
  }

  private final class Layers {
    private final Network.Builder net;

    Layers(Network.Builder net) {
      this.net = net;
    }

    private int channels(int level) {
      return Math.max(4, size.channels(64 << level) / 4 * 4);
    }

    void build() {
      Value[] maps = new Value[LEVELS - 1];
      Value[] pooled = new Value[LEVELS - 1];
      Value x = net.input();
      for (int level = 0; level < LEVELS - 1; level++) {
        maps[level] = block(x, channels(level));
        pooled[level] = net.maxPool(maps[level], 2);
        x = pooled[level];
      }
      x = bottom(x);
      for (int level = LEVELS - 2; level >= 0; level--) {
        x = decoded(x, level, maps[level], pooled[level]);
      }
      net.convolution(x, size.classes(), Kernel.same(1));
    }

    private Value bottom(Value x) {
      if (block != Block.VGG) {
        return block(x, channels(LEVELS - 1));
      }
      Value y = convolution(convolution(x, channels(LEVELS - 1), 3), channels(LEVELS - 1), 3);
      return convolution(y, channels(LEVELS - 2), 3);
    }

    private Value decoded(Value x, int level, Value map, Value pooled) {
      int out = channels(level);
      return switch (block) {
        case VGG -> {
          Value y = convolution(convolution(net.maxUnpool(x, pooled), out, 3), out, 3);
          yield convolution(y, channels(Math.max(0, level - 1)), 3);
        }
        case RESNET -> block(net.sum(normal(net.doubling(x, out, 3)), map), out);
        case INCEPTION -> block(net.concatenate(map, normal(net.doubling(x, out, 1))), out);
      };
    }

    private Value block(Value x, int out) {
      return switch (block) {
        case VGG -> convolution(convolution(convolution(x, out, 3), out, 3), out, 3);
        case RESNET -> residual(x, out);
        case INCEPTION -> inception(x, out);
      };
    }

    private Value residual(Value x, int out) {
      Value y = convolution(x, out, 3);
      y = net.batchNorm(net.unbiasedConvolution(y, out, Kernel.same(3)));
      Value shortcut =
          net.channels(x) == out
              ? x
              : net.batchNorm(net.unbiasedConvolution(x, out, Kernel.same(1)));
      return net.relu(net.sum(y, shortcut));
    }

    private Value inception(Value x, int out) {
      int part = out / 4;
      return net.concatenate(
          List.of(
              convolution(x, part, 1),
              convolution(convolution(x, part, 1), part, 3),
              convolution(convolution(x, part, 1), part, 5),
              convolution(net.maxAround(x, 1), part, 1)));
    }

    private Value convolution(Value x, int out, int kernel) {
      return normal(net.unbiasedConvolution(x, out, Kernel.same(kernel)));
    }

    private Value normal(Value x) {
      return net.relu(net.batchNorm(x));
    }
  }
}
