package org.intarsia.segmenter;

/**
 * U-Nets of Ronneberger, Fischer and Brox (MICCAI 2015, arXiv 1505.04597): a contracting path for
 * context, an expanding one for location, joined level by level.
 *
 * <p>Level {@code k} has {@code width * 2^k} channels and two 3 x 3 convolutions with ReLU; pooling
 * halves, transposed convolution doubles; {@code levels} counts the bottom too, so the stride is
 * {@code 2^(levels - 1)}: five levels of width 64 are the published network.
 *
 * @param inputs channels of the picture
 * @param classes channels of the output
 * @param levels resolutions, 2 to 6
 * @param width channels of the finest level
 */
public record UNet(int inputs, int classes, int levels, int width) {
  /** Checks the numbers. */
  public UNet {
    if (levels < 2 || levels > 6) {
      throw new IllegalArgumentException("a U-Net has 2 to 6 levels, not " + levels);
    }
    if (inputs < 1 || classes < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a U-Net needs at least 1 input, 1 class and width 1, not %d, %d and %d"
              .formatted(inputs, classes, width));
    }
  }

  /** The published network, 5 levels of width 64, for RGB pictures. */
  public static UNet published(int classes) {
    return new UNet(3, classes, 5, 64);
  }

  private enum Style {
    VALID,
    PLAIN_NORM,
    BIASED_NORM
  }

  /**
   * The original: convolutions without padding or normalisation, skips cropped to fit.
   *
   * <p>With 5 levels it takes sizes of at least 188 px that are 12 modulo 16 and puts out 184 px
   * less.
   */
  public Network valid() {
    return network("ValidUNet", Style.VALID);
  }

  /** Padded convolutions without bias, each with batch normalisation: output size is input size. */
  public Network same() {
    return network("SameUNet", Style.PLAIN_NORM);
  }

  /** As {@link #same}, with the (superfluous) bias that many implementations keep. */
  public Network sameBiased() {
    return network("SameUNet", Style.BIASED_NORM);
  }

  /**
   * As {@link #same}, at half the resolution inside: a 2 x 2 convolution of stride 2 before it, a
   * transposed one after it. Four times faster per pixel, with twice the context.
   */
  public Network halved() {
    Network.Builder net = Network.builder("HalvedUNet", inputs);
    Network.Value stem = net.relu(net.stridedConvolution(net.input(), width, 2, 2, 0));
    Network.Value top = body(net, stem, Style.PLAIN_NORM);
    net.upConvolution(top, classes, 2);
    return net.build();
  }

  private Network network(String name, Style style) {
    Network.Builder net = Network.builder(name, inputs);
    net.convolution(body(net, net.input(), style), classes, 1, 0, 1);
    return net.build();
  }

  private Network.Value body(Network.Builder net, Network.Value input, Style style) {
    Network.Value[] skips = new Network.Value[levels - 1];
    Network.Value x = input;
    for (int level = 0; level < levels - 1; level++) {
      skips[level] = twoConvolutions(net, x, width << level, style);
      x = net.maxPool(skips[level], 2);
    }
    x = twoConvolutions(net, x, width << (levels - 1), style);
    for (int level = levels - 2; level >= 0; level--) {
      Network.Value up = net.upConvolution(x, width << level, 2);
      Network.Value skip =
          style == Style.VALID ? net.crop(skips[level], cropMargin(level)) : skips[level];
      x = twoConvolutions(net, net.concatenate(skip, up), width << level, style);
    }
    return x;
  }

  /** Pixels that valid convolutions take from each side between a skip's start and its end. */
  private int cropMargin(int level) {
    int bottomUp = 4;
    for (int k = levels - 3; k >= level; k--) {
      bottomUp = 2 * (bottomUp + 4);
    }
    return level == levels - 2 ? 4 : bottomUp;
  }

  private static Network.Value twoConvolutions(
      Network.Builder net, Network.Value x, int channels, Style style) {
    return convolution(net, convolution(net, x, channels, style), channels, style);
  }

  private static Network.Value convolution(
      Network.Builder net, Network.Value x, int channels, Style style) {
    return switch (style) {
      case VALID -> net.relu(net.convolution(x, channels, 3, 0, 1));
      case PLAIN_NORM -> net.relu(net.batchNorm(net.unbiasedConvolution(x, channels, 3, 1)));
      case BIASED_NORM -> net.relu(net.batchNorm(net.convolution(x, channels, 3, 1, 1)));
    };
  }
}
