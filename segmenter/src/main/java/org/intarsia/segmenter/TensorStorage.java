package org.intarsia.segmenter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a tensor's numbers lie in an archive: their width, and the order of kernels. */
record TensorStorage(ArchiveOptions.Storage storage, ArchiveOptions.Layout layout) {
  /** Bits of 32-bit numbers: infinity, the least that is infinite as binary16, and 2^-14. */
  private static final int INFINITY = 0x7F800000;

  private static final int HALF_OVERFLOW = 0x477FF000;
  private static final int HALF_NORMAL = 0x38800000;

  static TensorStorage of(ArchiveOptions options) {
    return new TensorStorage(options.storage(), options.layout());
  }

  private boolean isChannelsLast(Layer.Tensor tensor) {
    return layout == ArchiveOptions.Layout.CHANNELS_LAST && tensor.shape().size() == 4;
  }

  /** Numbers between neighbours along each axis. */
  int[] strides(Layer.Tensor tensor) {
    int[] strides = new int[tensor.shape().size()];
    if (isChannelsLast(tensor)) {
      int channels = tensor.shape().get(1);
      int width = tensor.shape().get(3);
      strides[1] = 1;
      strides[3] = channels;
      strides[2] = channels * width;
      strides[0] = channels * width * tensor.shape().get(2);
      return strides;
    }
    int stride = 1;
    for (int axis = strides.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= tensor.shape().get(axis);
    }
    return strides;
  }

  /** The numbers as they are stored, little-endian. */
  byte[] bytes(Layer.Tensor tensor, double[] values) {
    double[] ordered = isChannelsLast(tensor) ? channelsLast(tensor, values) : values;
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(ordered.length, storage.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (double value : ordered) {
      switch (storage) {
        case FLOAT32 -> bytes.putFloat((float) value);
        case FLOAT64 -> bytes.putDouble(value);
        case BFLOAT16 -> bytes.putShort(bfloat16((float) value));
        case FLOAT16 -> bytes.putShort(float16((float) value));
      }
    }
    return bytes.array();
  }

  private static double[] channelsLast(Layer.Tensor tensor, double[] values) {
    int channels = tensor.shape().get(1);
    int area = tensor.shape().get(2) * tensor.shape().get(3);
    double[] ordered = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int pixel = i % area;
      int channel = i / area % channels;
      int first = i / (area * channels);
      ordered[(first * area + pixel) * channels + channel] = values[i];
    }
    return ordered;
  }

  /** The upper half of a 32-bit number, rounded to the nearest, ties to even. */
  static short bfloat16(float value) {
    int bits = Float.floatToIntBits(value);
    int half = 0x7FFF + ((bits >>> 16) & 1);
    return (short) ((bits + half) >>> 16);
  }

  /**
   * The nearest number of IEEE 754's binary16, ties to even: beyond 65504 by half a step or more,
   * infinity; below 2^-14, multiples of 2^-24.
   */
  static short float16(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & Integer.MAX_VALUE;
    if (magnitude > INFINITY) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= HALF_OVERFLOW) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < HALF_NORMAL) {
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }
    int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
    return (short) (sign | ((rounded >>> 13) - ((127 - 15) << 10)));
  }
}
