package org.intarsia.segmenter;

import java.util.List;

/**
 * How a pixel becomes a network's input: {@code (value * scale - mean) / std}, channel by channel.
 *
 * @param scale factor on the 8-bit value, such as 1/255
 * @param mean subtracted after scaling; three numbers, R G B
 * @param std divisor; three positive numbers, R G B
 */
public record Normalization(double scale, List<Double> mean, List<Double> std) {
  /** Values from 0 to 1. */
  public static final Normalization UNIT =
      new Normalization(1.0 / 255, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  /** Checks that there are three finite numbers each, and that nothing divides by zero. */
  public Normalization {
    if (!Double.isFinite(scale) || scale == 0) {
      throw new IllegalArgumentException(
          "scale must be a finite number other than 0, not " + scale);
    }
    mean = three("mean", mean);
    std = three("std", std);
    for (double value : std) {
      if (value <= 0) {
        throw new IllegalArgumentException("std must be positive, not " + value);
      }
    }
  }

  private static List<Double> three(String name, List<Double> values) {
    if (values.size() != 3) {
      throw new IllegalArgumentException(
          name + " needs 3 numbers (R, G, B), found " + values.size());
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(name + " must be finite, not " + value);
      }
    }
    return List.copyOf(values);
  }
}
