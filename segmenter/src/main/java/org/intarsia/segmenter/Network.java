package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A segmentation network as a graph of layers: its shape law and its parameters, without weights.
 *
 * <p>Immutable and thread-safe. Pictures are square, N x C x H x W. {@link Weights} holds numbers
 * for it, {@link TorchScriptArchive} writes both.
 */
public final class Network {
  private static final int LARGEST_SIZE = 4096;

  /** The output of a layer, to be the input of further ones. */
  public record Value(int index) {}

  /**
   * A square kernel and how it moves.
   *
   * @param size its side
   * @param stride pixels between its places
   * @param padding zeros on each side
   * @param dilation pixels between its weights, 1 for none left out
   */
  public record Kernel(int size, int stride, int padding, int dilation) {
    /** An odd kernel that keeps the size of its input. */
    public static Kernel same(int size) {
      return new Kernel(size, 1, size / 2, 1);
    }

    /** An odd kernel padded by half of it, at every {@code stride}-th pixel. */
    public static Kernel strided(int size, int stride) {
      return new Kernel(size, stride, size / 2, 1);
    }

    /** A 3 x 3 kernel with gaps that keeps the size of its input. */
    public static Kernel dilated(int dilation) {
      return new Kernel(3, 1, dilation, dilation);
    }

    Layer convolution(int in, int out, boolean biased) {
      return new WeightedLayer.Convolution(in, out, size, stride, padding, dilation, biased);
    }
  }

  record Node(Layer layer, List<Integer> inputs) {}

  private final String name;
  private final List<Node> nodes;
  private final int channels;

  private Network(String name, List<Node> nodes, int channels) {
    this.name = name;
    this.nodes = List.copyOf(nodes);
    this.channels = channels;
  }

  /**
   * Starts a network.
   *
   * @param name what messages and the archive's class call it; letters and digits
   * @param inputs channels of the picture
   */
  public static Builder builder(String name, int inputs) {
    return new Builder(name, inputs);
  }

  static Network of(String name, List<Node> nodes, int channels) {
    return new Network(name, nodes, channels);
  }

  /** What messages and the archive's class call it. */
  public String name() {
    return name;
  }

  /** Channels of the output, one a class. */
  public int classes() {
    return channels;
  }

  /** Channels of the picture. */
  public int inputs() {
    return ((Layer.Input) nodes.get(0).layer()).channels();
  }

  List<Node> nodes() {
    return nodes;
  }

  /** How many inputs of layers the output of one is. */
  long uses(int index) {
    return nodes.stream().flatMap(node -> node.inputs().stream()).filter(i -> i == index).count();
  }

  /** Number of trained parameters; running statistics do not count. */
  public long parameterCount() {
    return nodes.stream()
        .flatMap(node -> node.layer().tensors().stream())
        .filter(tensor -> tensor.role().isTrained())
        .mapToLong(Layer.Tensor::size)
        .sum();
  }

  /** Whether pictures of this side go through without a remainder at any pooling. */
  public boolean accepts(int size) {
    return shape(size).isPresent();
  }

  /**
   * The side of the output.
   *
   * @param size side of the picture in pixels
   * @throws IllegalArgumentException if the network does not take this size; names those that it
   *     takes next to it
   */
  public int outputSize(int size) {
    return shape(size)
        .map(MapShape::width)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s takes no picture of %d px; the nearest legal sizes are %s"
                        .formatted(name, size, legalSizesNear(size))));
  }

  private String legalSizesNear(int size) {
    OptionalInt below =
        IntStream.iterate(size - 1, n -> n > 0, n -> n - 1).filter(this::accepts).findFirst();
    OptionalInt above =
        IntStream.rangeClosed(Math.max(1, size + 1), LARGEST_SIZE)
            .filter(this::accepts)
            .findFirst();
    List<String> sizes = new ArrayList<>();
    below.ifPresent(n -> sizes.add(n + " px"));
    above.ifPresent(n -> sizes.add(n + " px"));
    return sizes.isEmpty() ? "none up to " + LARGEST_SIZE + " px" : String.join(" and ", sizes);
  }

  private Optional<MapShape> shape(int size) {
    if (size < 1) {
      return Optional.empty();
    }
    List<MapShape> shapes = new ArrayList<>();
    shapes.add(new MapShape(inputs(), size, size));
    for (Node node : nodes.subList(1, nodes.size())) {
      Optional<MapShape> shape =
          node.layer().output(node.inputs().stream().map(shapes::get).toList());
      if (shape.isEmpty()) {
        return Optional.empty();
      }
      shapes.add(shape.get());
    }
    return Optional.of(shapes.get(shapes.size() - 1));
  }

  /** Margins of all crops, from the first layer to the last. */
  public List<Integer> cropMargins() {
    return nodes.stream()
        .filter(node -> node.layer() instanceof Layer.Crop)
        .map(node -> ((Layer.Crop) node.layer()).margin())
        .toList();
  }

  @Override
  public String toString() {
    return name + " (" + parameterCount() + " parameters)";
  }

  /** Strings layers together; not thread-safe. */
  public static final class Builder {
    private final String name;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> channels = new ArrayList<>();

    private Builder(String name, int inputs) {
      if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
        throw new IllegalArgumentException(
            "a network's name has letters and digits only, not '" + name + "'");
      }
      this.name = name;
      nodes.add(new Node(new Layer.Input(atLeast(1, inputs, "inputs")), List.of()));
      channels.add(inputs);
    }

    private static int atLeast(int least, int value, String what) {
      if (value < least) {
        throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
      }
      return value;
    }

    private Value add(Layer layer, Value... inputs) {
      List<Integer> indices = new ArrayList<>();
      List<Integer> widths = new ArrayList<>();
      for (Value input : inputs) {
        indices.add(input.index());
        widths.add(channels.get(input.index()));
      }
      channels.add(layer.channels(widths));
      nodes.add(new Node(layer, List.copyOf(indices)));
      return new Value(nodes.size() - 1);
    }

    /** The picture. */
    public Value input() {
      return new Value(0);
    }

    /** Channels of a value. */
    public int channels(Value x) {
      return channels.get(x.index());
    }

    /** Convolution with bias, stride 1. */
    public Value convolution(Value x, int out, int kernel, int padding, int dilation) {
      return add(
          new WeightedLayer.Convolution(channels(x), out, kernel, 1, padding, dilation, true), x);
    }

    /** Convolution without bias, as it goes before a batch normalisation. */
    public Value unbiasedConvolution(Value x, int out, int kernel, int padding) {
      return add(new WeightedLayer.Convolution(channels(x), out, kernel, 1, padding, 1, false), x);
    }

    /** Convolution with bias. */
    public Value convolution(Value x, int out, Kernel kernel) {
      return add(kernel.convolution(channels(x), out, true), x);
    }

    /** Convolution without bias. */
    public Value unbiasedConvolution(Value x, int out, Kernel kernel) {
      return add(kernel.convolution(channels(x), out, false), x);
    }

    /** Convolution with bias whose output is smaller by {@code stride}. */
    public Value stridedConvolution(Value x, int out, int kernel, int stride, int padding) {
      return add(
          new WeightedLayer.Convolution(channels(x), out, kernel, stride, padding, 1, true), x);
    }

    /** Transposed convolution whose kernel and stride are {@code factor}. */
    public Value upConvolution(Value x, int out, int factor) {
      return add(new WeightedLayer.UpConvolution(channels(x), out, factor, factor, 0, 0), x);
    }

    /**
     * Transposed convolution of stride 2 that doubles the size: an odd kernel, padded by half of it
     * and by one more row and column at the end. With kernel 1 it is a bed of nails.
     */
    public Value doubling(Value x, int out, int kernel) {
      return add(new WeightedLayer.UpConvolution(channels(x), out, kernel, 2, kernel / 2, 1), x);
    }

    /** Batch normalisation with PyTorch's defaults: epsilon 1e-5, momentum 0.1. */
    public Value batchNorm(Value x) {
      return batchNorm(x, 1e-5, 0.1);
    }

    /**
     * Batch normalisation.
     *
     * @param epsilon added to the variance
     * @param momentum part of the running statistics that a batch replaces, as PyTorch has it
     */
    public Value batchNorm(Value x, double epsilon, double momentum) {
      return add(new WeightedLayer.BatchNorm(channels(x), epsilon, momentum), x);
    }

    /** Instance normalisation, which makes a network depend on the whole picture. */
    public Value instanceNorm(Value x) {
      return add(new WeightedLayer.InstanceNorm(channels(x)), x);
    }

    /** The larger of 0 and the value. */
    public Value relu(Value x) {
      return add(Layer.Pointwise.RELU, x);
    }

    /** Softmax over the channels. */
    public Value softmax(Value x) {
      return add(Layer.Pointwise.SOFTMAX, x);
    }

    /** The mean over the whole picture at every pixel, which makes a network non-local. */
    public Value globalMean(Value x) {
      return add(Layer.Pointwise.GLOBAL_MEAN, x);
    }

    /** Values set to zero at random while training. */
    public Value dropout(Value x, double probability) {
      return add(new Layer.Dropout(probability), x);
    }

    /** Maximum of {@code factor} x {@code factor} squares. */
    public Value maxPool(Value x, int factor) {
      return add(new Layer.MaxPool(atLeast(1, factor, "pooling"), factor, 0), x);
    }

    /** Maximum of 3 x 3 squares around every {@code stride}-th pixel. */
    public Value maxAround(Value x, int stride) {
      return add(new Layer.MaxPool(3, stride, 1), x);
    }

    /** Mean of 3 x 3 squares around every second pixel; zeros beyond the border count. */
    public Value meanAround(Value x) {
      return add(new Layer.MeanPool(3, 2, 1), x);
    }

    /**
     * Means over a grid of {@code floor(side * numerator / denominator)} bins, which makes a
     * network depend on the whole picture.
     */
    public Value meansOfParts(Value x, int numerator, int denominator) {
      return add(new Layer.FractionPool(numerator, denominator), x);
    }

    /** Bilinear change to the size of {@code like}, by the half-pixel rule. */
    public Value resizeLike(Value x, Value like) {
      return add(new Layer.ResizeLike(), x, like);
    }

    /** Values put back to where {@code pooled}, a result of {@link #maxPool}, found its maxima. */
    public Value maxUnpool(Value x, Value pooled) {
      if (nodes.get(pooled.index()).layer() instanceof Layer.MaxPool pool
          && pool.kernel() == pool.stride()) {
        return add(new Layer.MaxUnpool(pool.stride()), x, pooled);
      }
      throw new IllegalArgumentException("unpooling needs the result of a pooling");
    }

    /** Bilinear enlargement by the half-pixel rule. */
    public Value upsample(Value x, int factor) {
      return add(new Layer.Upsample(factor, false), x);
    }

    /** Bilinear enlargement by the align-corners rule, which depends on the picture's size. */
    public Value upsampleAlignedCorners(Value x, int factor) {
      return add(new Layer.Upsample(factor, true), x);
    }

    /** {@code margin} pixels less on each side. */
    public Value crop(Value x, int margin) {
      return add(new Layer.Crop(margin), x);
    }

    /** Channels of both, the first ones first. */
    public Value concatenate(Value first, Value second) {
      return add(new Layer.Concatenation(), first, second);
    }

    /** Sum of both. */
    public Value sum(Value first, Value second) {
      return add(new Layer.Sum(), first, second);
    }

    /** Sum of all. */
    public Value sum(List<Value> terms) {
      return terms.stream().reduce(this::sum).orElseThrow();
    }

    /** Channels of all, in order. */
    public Value concatenate(List<Value> parts) {
      return parts.stream().reduce(this::concatenate).orElseThrow();
    }

    /** The finished network, whose output is the last value that was added. */
    public Network build() {
      return new Network(name, nodes, channels.get(channels.size() - 1));
    }
  }
}
