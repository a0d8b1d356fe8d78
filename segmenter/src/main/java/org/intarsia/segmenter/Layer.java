package org.intarsia.segmenter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One operator of a network.
 *
 * <p>{@link #output} gives the shape law, empty where the operator refuses a size; {@link #code}
 * the TorchScript expression over the names of its inputs, {@link #codeInPlace} one that may write
 * its result over the first.
 */
sealed interface Layer
    permits WeightedLayer,
        Layer.Input,
        Layer.Pointwise,
        Layer.Dropout,
        Layer.MaxPool,
        Layer.MeanPool,
        Layer.FractionPool,
        Layer.ResizeLike,
        Layer.MaxUnpool,
        Layer.Upsample,
        Layer.Crop,
        Layer.Concatenation,
        Layer.Sum {
  /** A tensor that belongs to a layer. */
  record Tensor(String suffix, Role role, int fanIn, List<Integer> shape) {
    int size() {
      return shape.stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
    }
  }

  /** What a tensor is for; the running statistics are not trained by gradients. */
  enum Role {
    WEIGHT,
    BIAS,
    GAIN,
    RUNNING_MEAN,
    RUNNING_VARIANCE;

    boolean isTrained() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }

  int channels(List<Integer> inputs);

  Optional<MapShape> output(List<MapShape> inputs);

  String code(String self, List<String> inputs);

  /**
   * The same numbers, which may replace the first input's: memory of tens of megabytes that is not
   * gone through a second time.
   */
  default String codeInPlace(String self, List<String> inputs) {
    return code(self, inputs);
  }

  /** Whether the output is memory of its own that no derivative needs, so it may be replaced. */
  default boolean isReplaceable() {
    return false;
  }

  default List<Tensor> tensors() {
    return List.of();
  }

  /** The picture itself. */
  record Input(int channels) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return channels;
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      throw new IllegalStateException("the input's shape is given");
    }

    @Override
    public String code(String self, List<String> inputs) {
      throw new IllegalStateException("the input has no code");
    }
  }

  /** An operator without weights that keeps the shape. */
  enum Pointwise implements Layer {
    RELU("torch.relu(%s)"),
    SOFTMAX("torch.softmax(%s, 1)"),
    /** The mean over the whole picture, at every pixel: not local. */
    GLOBAL_MEAN("torch.expand_as(torch.adaptive_avg_pool2d(%1$s, [1, 1]), %1$s)");

    private final String template;

    Pointwise(String template) {
      this.template = template;
    }

    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return Optional.of(inputs.get(0));
    }

    @Override
    public String code(String self, List<String> inputs) {
      return String.format(Locale.ROOT, template, inputs.get(0));
    }

    @Override
    public String codeInPlace(String self, List<String> inputs) {
      return this == RELU ? "torch.relu_(" + inputs.get(0) + ")" : code(self, inputs);
    }
  }

  /** Sets values to zero at random while training. */
  record Dropout(double probability) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return Optional.of(inputs.get(0));
    }

    @Override
    public String code(String self, List<String> inputs) {
      return "torch.dropout(" + inputs.get(0) + ", " + probability + ", training)";
    }
  }

  /**
   * Maximum of squares; refuses a size that is no multiple of the stride, so that every level of a
   * network has its place on the one before.
   */
  record MaxPool(int kernel, int stride, int padding) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return pooled(inputs.get(0), kernel, stride, padding);
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.max_pool2d_with_indices(%1$s, [%2$d, %2$d], [%3$d, %3$d], [%4$d, %4$d],"
              + " [1, 1], False)")
          .formatted(inputs.get(0), kernel, stride, padding);
    }
  }

  /** Mean of squares; pixels of the zero padding count. */
  record MeanPool(int kernel, int stride, int padding) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return pooled(inputs.get(0), kernel, stride, padding);
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.avg_pool2d(%1$s, [%2$d, %2$d], [%3$d, %3$d], [%4$d, %4$d], False, True,"
              + " None)")
          .formatted(inputs.get(0), kernel, stride, padding);
    }
  }

  private static Optional<MapShape> pooled(MapShape shape, int kernel, int stride, int padding) {
    if (shape.height() % stride != 0 || shape.width() % stride != 0) {
      return Optional.empty();
    }
    int rim = 2 * padding - kernel;
    return MapShape.of(
        shape.channels(),
        Math.floorDiv(shape.height() + rim, stride) + 1,
        Math.floorDiv(shape.width() + rim, stride) + 1);
  }

  /**
   * Means over a grid whose side is a fraction of the map's, by the adaptive rule: bin i of n
   * covers {@code floor(i L / n)} to before {@code ceil((i + 1) L / n)}. Not local.
   */
  record FractionPool(int numerator, int denominator) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape shape = inputs.get(0);
      return MapShape.of(
          shape.channels(),
          shape.height() * numerator / denominator,
          shape.width() * numerator / denominator);
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.adaptive_avg_pool2d(%1$s,"
              + " [torch.floordiv(torch.mul(torch.size(%1$s, 2), %2$d), %3$d),"
              + " torch.floordiv(torch.mul(torch.size(%1$s, 3), %2$d), %3$d)])")
          .formatted(inputs.get(0), numerator, denominator);
    }
  }

  /** Bilinear change of size, by the half-pixel rule, to that of the second input. */
  record ResizeLike() implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape like = inputs.get(1);
      return MapShape.of(inputs.get(0).channels(), like.height(), like.width());
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.upsample_bilinear2d(%1$s, [torch.size(%2$s, 2), torch.size(%2$s, 3)], False,"
              + " None)")
          .formatted(inputs.get(0), inputs.get(1));
    }
  }

  /** Puts values back where the pooling (second input) found its maxima; zero elsewhere. */
  record MaxUnpool(int factor) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape shape = inputs.get(0);
      return shape.sameSize(inputs.get(1))
          ? MapShape.of(shape.channels(), shape.height() * factor, shape.width() * factor)
          : Optional.empty();
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.max_unpool2d(%1$s, %2$s_indices, [torch.mul(torch.size(%1$s, 2), %3$d),"
              + " torch.mul(torch.size(%1$s, 3), %3$d)])")
          .formatted(inputs.get(0), inputs.get(1), factor);
    }
  }

  /** Bilinear enlargement; the two rules differ in where corners fall. */
  record Upsample(int factor, boolean alignCorners) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape shape = inputs.get(0);
      return MapShape.of(shape.channels(), shape.height() * factor, shape.width() * factor);
    }

    @Override
    public String code(String self, List<String> inputs) {
      return ("torch.upsample_bilinear2d(%1$s, [torch.mul(torch.size(%1$s, 2), %2$d),"
              + " torch.mul(torch.size(%1$s, 3), %2$d)], %3$s, None)")
          .formatted(inputs.get(0), factor, alignCorners ? "True" : "False");
    }
  }

  /** Takes the same number of pixels away on all four sides. */
  record Crop(int margin) implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape shape = inputs.get(0);
      return MapShape.of(shape.channels(), shape.height() - 2 * margin, shape.width() - 2 * margin);
    }

    @Override
    public String code(String self, List<String> inputs) {
      return "torch.slice(torch.slice(%s, 2, %d, -%d, 1), 3, %d, -%d, 1)"
          .formatted(inputs.get(0), margin, margin, margin, margin);
    }
  }

  /** Channels of several maps of one size, one after the other. */
  record Concatenation() implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      return inputs.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      MapShape first = inputs.get(0);
      return inputs.stream().allMatch(first::sameSize)
          ? MapShape.of(
              inputs.stream().mapToInt(MapShape::channels).sum(), first.height(), first.width())
          : Optional.empty();
    }

    @Override
    public String code(String self, List<String> inputs) {
      return "torch.cat([" + String.join(", ", inputs) + "], 1)";
    }

    @Override
    public boolean isReplaceable() {
      return true;
    }
  }

  /** Sum of two maps of one shape. */
  record Sum() implements Layer {
    @Override
    public int channels(List<Integer> inputs) {
      if (!inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException(
            "a sum needs as many channels on both sides, not " + inputs);
      }
      return inputs.get(0);
    }

    @Override
    public Optional<MapShape> output(List<MapShape> inputs) {
      return inputs.get(0).equals(inputs.get(1)) ? Optional.of(inputs.get(0)) : Optional.empty();
    }

    @Override
    public String code(String self, List<String> inputs) {
      return "torch.add(" + inputs.get(0) + ", " + inputs.get(1) + ")";
    }

    @Override
    public String codeInPlace(String self, List<String> inputs) {
      return "torch.add_(" + inputs.get(0) + ", " + inputs.get(1) + ")";
    }

    @Override
    public boolean isReplaceable() {
      return true;
    }
  }
}
