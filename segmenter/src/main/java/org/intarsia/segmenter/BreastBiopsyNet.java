package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;
import org.intarsia.segmenter.Network.Kernel;
import org.intarsia.segmenter.Network.Value;

/**
 * The network of Mehta et al., "Learning to Segment Breast Biopsy Whole Slide Images" (WACV 2018,
 * arXiv 1709.02554): a ResNet-18 encoder, a decoder that is densely connected to it, a second,
 * sparse decoder, and the picture itself fed in again further down.
 *
 * <p>Sizes are multiples of 32. Every convolution outside the encoder has a bias.
 *
 * @param size classes and width; at width 1 the encoder has 64 to 512 channels
 * @param variant which of the connections are there
 */
public record BreastBiopsyNet(Networks.Size size, Variant variant) {
  /** Pixels that the second resolution sees more on each side. */
  private static final int SURROUNDINGS = 64;

  /** The published variants. */
  public enum Variant {
    /** Encoder and decoder alone. */
    PLAIN,
    /** The decoder adds the encoder's maps of the same size. */
    RESIDUAL,
    /** A3: as residual, with projections from all finer levels too. */
    DENSE,
    /** A1: dense, and a second, sparse decoder. */
    DENSE_DECODERS,
    /** A2: dense, and the picture fed in again at two levels. */
    DENSE_INPUT,
    /** All of it. */
    FULL;

    boolean hasSkips() {
      return this != PLAIN;
    }

    boolean isDense() {
      return this != PLAIN && this != RESIDUAL;
    }

    boolean seesInput() {
      return this == DENSE_INPUT || this == FULL;
    }

    boolean hasSparseDecoder() {
      return this == DENSE_DECODERS || this == FULL;
    }
  }

  /** One resolution: the output has the size of the picture. */
  public Network single() {
    Network.Builder net = Network.builder("BreastBiopsyNet", 3);
    new Branch(net).output(net.input());
    return net.build();
  }

  /**
   * Two fields of view: one branch sees the whole picture, the other its centre; the output is the
   * centre, 64 px less on each side.
   *
   * <p>The centre is the middle one; the released code's was one pixel off.
   */
  public Network multi() {
    Network.Builder net = Network.builder("BreastBiopsyNetMulti", 3);
    Value picture = net.batchNorm(net.input());
    Value wide = net.crop(new Branch(net).output(picture), SURROUNDINGS);
    Value narrow = new Branch(net).output(net.crop(picture, SURROUNDINGS));
    Branch tools = new Branch(net);
    Value context = tools.context(net.sum(wide, narrow));
    int classes = size.classes();
    net.convolution(
        tools.normal(net.convolution(context, classes, Kernel.same(3))), classes, Kernel.same(1));
    return net.build();
  }

  /** Strings one branch's layers together. */
  private final class Branch {
    private final Network.Builder net;

    Branch(Network.Builder net) {
      this.net = net;
    }

    private int channels(int published) {
      return size.channels(published);
    }

    Value normal(Value x) {
      return net.relu(net.batchNorm(x));
    }

    Value output(Value picture) {
      int classes = size.classes();
      Value full = normal(net.convolution(picture, classes, Kernel.same(3)));
      Value first = normal(net.unbiasedConvolution(picture, channels(64), Kernel.strided(7, 2)));
      Value smaller = picture;
      if (variant.seesInput()) {
        smaller = net.meanAround(picture);
        first = net.sum(first, inputAware(smaller));
      }
      Value second = net.maxAround(first, 2);
      if (variant.seesInput()) {
        second = net.sum(second, inputAware(net.meanAround(smaller)));
      }
      Value third = stage(second, channels(64), 1);
      Value fourth = stage(third, channels(128), 2);
      Value fifth = stage(fourth, channels(256), 2);
      Value sixth = stage(fifth, channels(512), 2);
      List<Value> levels = List.of(first, second, third, fourth, fifth, sixth);
      Value answer = net.sum(dense(levels), full);
      if (variant.hasSparseDecoder()) {
        answer = net.sum(answer, sparse(levels));
      }
      return normal(net.convolution(answer, classes, Kernel.same(3)));
    }

    /** The smaller picture, made into features. */
    private Value inputAware(Value picture) {
      Value x = net.convolution(picture, channels(64), Kernel.same(1));
      return normal(net.convolution(x, channels(64), Kernel.same(3)));
    }

    /** Two basic blocks of a ResNet. */
    private Value stage(Value x, int out, int stride) {
      return block(block(x, out, stride), out, 1);
    }

    private Value block(Value x, int out, int stride) {
      Value y = normal(net.unbiasedConvolution(x, out, Kernel.strided(3, stride)));
      y = net.batchNorm(net.unbiasedConvolution(y, out, Kernel.same(3)));
      boolean identity = stride == 1 && net.channels(x) == out;
      Value shortcut =
          identity ? x : net.batchNorm(net.unbiasedConvolution(x, out, Kernel.strided(1, stride)));
      return net.relu(net.sum(y, shortcut));
    }

    private Value dense(List<Value> levels) {
      Value first = levels.get(0);
      Value second = levels.get(1);
      Value third = levels.get(2);
      Value fourth = levels.get(3);
      Value fifth = levels.get(4);
      int c64 = channels(64);
      int c128 = channels(128);
      int c256 = channels(256);
      Value x = up(levels.get(5), c256);
      x =
          joined(
              x,
              List.of(fifth),
              List.of(
                  new Projection(fourth, c256, 2),
                  new Projection(third, c256, 4),
                  new Projection(second, c256, 4),
                  new Projection(first, c256, 8)));
      x = up(x, c128);
      x =
          joined(
              x,
              List.of(fourth),
              List.of(
                  new Projection(third, c128, 2),
                  new Projection(second, c128, 2),
                  new Projection(first, c128, 4)));
      x = up(x, c64);
      x = joined(x, List.of(third, second), List.of(new Projection(first, c64, 2)));
      x = up(x, c64);
      x = joined(x, List.of(first), List.of());
      x = up(x, c64);
      return normal(net.convolution(x, size.classes(), Kernel.same(1)));
    }

    private record Projection(Value from, int out, int stride) {}

    private Value joined(Value x, List<Value> skips, List<Projection> projections) {
      List<Value> terms = new ArrayList<>(List.of(x));
      if (variant.hasSkips()) {
        terms.addAll(skips);
      }
      if (variant.isDense()) {
        for (Projection p : projections) {
          terms.add(normal(net.convolution(p.from(), p.out(), new Kernel(1, p.stride(), 0, 1))));
        }
      }
      return net.sum(terms);
    }

    private Value up(Value x, int out) {
      return normal(net.doubling(x, out, 3));
    }

    /** The second decoder: a few channels, doubled by beds of nails. */
    private Value sparse(List<Value> levels) {
      Value x = net.sum(net.doubling(levels.get(5), size.classes(), 1), thin(levels.get(4)));
      x = net.sum(nails(x), thin(levels.get(3)));
      x = net.sum(List.of(nails(x), thin(levels.get(2)), thin(levels.get(1))));
      x = net.sum(nails(x), thin(levels.get(0)));
      return nails(x);
    }

    private Value thin(Value x) {
      return net.convolution(x, size.classes(), Kernel.same(1));
    }

    private Value nails(Value x) {
      return normal(net.doubling(x, size.classes(), 1));
    }

    /** Dilated convolutions, each of which sees the sum of what came before. */
    private Value context(Value x) {
      Value first = dilated(x, 1);
      List<Value> all = new ArrayList<>(List.of(x, first));
      Value last = first;
      for (int dilation = 2; dilation <= 16; dilation *= 2) {
        last = net.sum(List.of(dilated(last, dilation), first, x));
        all.add(last);
      }
      return normal(net.convolution(net.relu(net.sum(all)), size.classes(), Kernel.same(3)));
    }

    private Value dilated(Value x, int dilation) {
      return normal(net.convolution(x, size.classes(), Kernel.dilated(dilation)));
    }
  }
}
