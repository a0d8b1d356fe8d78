package org.intarsia.segmenter;

import java.util.List;
import java.util.Optional;

/** An operator with tensors of its own. */
sealed interface WeightedLayer extends Layer {
  @Override
  List<Tensor> tensors();

  @Override
  default boolean isReplaceable() {
    return true;
  }

  private static Tensor bias(int channels) {
    return new Tensor("bias", Role.BIAS, channels, List.of(channels));
  }

  private static String pair(int value) {
    return "[" + value + ", " + value + "]";
  }

  private static String everyPixel(String x, int stride) {
    return "torch.slice(torch.slice(%1$s, 2, 0, %2$d, %3$d), 3, 0, %2$d, %3$d)"
        .formatted(x, Long.MAX_VALUE, stride);
  }

  /** Convolution with a square kernel; zero padding. */
  record Convolution(
      int in, int out, int kernel, int stride, int padding, int dilation, boolean biased)
      implements WeightedLayer {
    @Override
    public int channels(List<Integer> inputs) {
      return out;
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return MapShape.of(out, side(inputs.get(0).height()), side(inputs.get(0).width()));
    }

    private int side(int n) {
      int span = n + 2 * padding - dilation * (kernel - 1) - 1;
      return span < 0 ? 0 : span / stride + 1;
    }

    @Override
    public List<Tensor> tensors() {
      Tensor weight =
          new Tensor("weight", Role.WEIGHT, in * kernel * kernel, List.of(out, in, kernel, kernel));
      return biased ? List.of(weight, bias(out)) : List.of(weight);
    }

    /**
     * Why a strided 1 x 1 convolution picks its pixels first: libtorch 2.7.1 on CPUs writes beyond
     * its memory in the derivative of one with few channels (seen with strides of 4 and 8).
     */
    @Override
    public String code(String self, List<String> inputs) {
      boolean picks = kernel == 1 && padding == 0 && stride > 1;
      return "torch.conv2d(%s, %s_weight, %s, %s, %s, %s)"
          .formatted(
              picks ? everyPixel(inputs.get(0), stride) : inputs.get(0),
              self,
              biased ? self + "_bias" : "None",
              pair(picks ? 1 : stride),
              pair(padding),
              pair(dilation));
    }
  }

  /** Transposed convolution: every input value stamps the kernel, stamps that overlap add up. */
  record UpConvolution(int in, int out, int kernel, int stride, int padding, int outputPadding)
      implements WeightedLayer {
    @Override
    public int channels(List<Integer> inputs) {
      return out;
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape shape = inputs.get(0);
      return MapShape.of(out, side(shape.height()), side(shape.width()));
    }

    private int side(int n) {
      return (n - 1) * stride - 2 * padding + kernel + outputPadding;
    }

    @Override
    public List<Tensor> tensors() {
      int stamps = Math.max(1, in * kernel * kernel / (stride * stride));
      return List.of(
          new Tensor("weight", Role.WEIGHT, stamps, List.of(in, out, kernel, kernel)), bias(out));
    }

    /** For the bed of nails see {@link Convolution#code}: its derivative is such a convolution. */
    @Override
    public String code(String self, List<String> inputs) {
      if (kernel == 1 && padding == 0 && stride > 1 && outputPadding == stride - 1) {
        return nails(self, inputs.get(0));
      }
      return "torch.conv_transpose2d(%s, %s_weight, %s_bias, %s, %s, %s, 1, [1, 1])"
          .formatted(inputs.get(0), self, self, pair(stride), pair(padding), pair(outputPadding));
    }

    /** A 1 x 1 convolution, then zeros between its pixels, then the bias everywhere. */
    private String nails(String self, String x) {
      String mixed =
          "torch.conv2d(%s, torch.transpose(%s_weight, 0, 1), None, [1, 1], [0, 0], [1, 1])"
              .formatted(x, self);
      String apart =
          "torch.reshape(%1$s, [torch.size(%2$s, 0), %3$d, torch.size(%2$s, 2), 1, torch.size(%2$s, 3), 1])"
              .formatted(mixed, x, out);
      String padded =
          "torch.constant_pad_nd(%1$s, [0, %2$d, 0, 0, 0, %2$d], 0)".formatted(apart, stride - 1);
      return ("torch.add(torch.reshape(%1$s, [torch.size(%2$s, 0), %3$d,"
              + " torch.mul(torch.size(%2$s, 2), %4$d), torch.mul(torch.size(%2$s, 3), %4$d)]),"
              + " torch.reshape(%5$s_bias, [1, %3$d, 1, 1]))")
          .formatted(padded, x, out, stride, self);
    }
  }

  /**
   * Batch normalisation; by running statistics outside training.
   *
   * @param epsilon added to the variance
   * @param momentum part of the running statistics that a batch replaces
   */
  record BatchNorm(int channels, double epsilon, double momentum) implements WeightedLayer {
    @Override
    public int channels(List<Integer> inputs) {
      return channels;
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return Optional.of(inputs.get(0));
    }

    @Override
    public List<Tensor> tensors() {
      List<Integer> shape = List.of(channels);
      return List.of(
          new Tensor("weight", Role.GAIN, channels, shape),
          bias(channels),
          new Tensor("running_mean", Role.RUNNING_MEAN, channels, shape),
          new Tensor("running_var", Role.RUNNING_VARIANCE, channels, shape));
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.batch_norm(%1$s, %2$s_weight, %2$s_bias, %2$s_running_mean,"
              + " %2$s_running_var, training, %3$s, %4$s, True)")
          .formatted(inputs.get(0), self, momentum, epsilon);
    }
  }

  /** Normalisation by the picture's own mean and variance: not local. */
  record InstanceNorm(int channels) implements WeightedLayer {
    @Override
    public int channels(List<Integer> inputs) {
      return channels;
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return Optional.of(inputs.get(0));
    }

    @Override
    public List<Tensor> tensors() {
      return List.of(new Tensor("weight", Role.GAIN, channels, List.of(channels)), bias(channels));
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.instance_norm(%1$s, %2$s_weight, %2$s_bias, None, None, True, 0.1,"
              + " 1.0000000000000001e-05, True)")
          .formatted(inputs.get(0), self);
    }

    /** It is another view of what lies in memory. */
    @Override
    public boolean isReplaceable() {
      return false;
    }
  }
}
