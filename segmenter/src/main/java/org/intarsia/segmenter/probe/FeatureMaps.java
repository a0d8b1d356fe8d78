package org.intarsia.segmenter.probe;

/**
 * Feature maps of a batch, N x C x H x W.
 *
 * @param values the numbers, row by row, owned by the holder
 */
public record FeatureMaps(int count, int channels, int height, int width, float[] values) {
  /** Checks the number of values. */
  public FeatureMaps {
    if (values.length != (long) count * channels * height * width) {
      throw new IllegalArgumentException(
          "%d maps of %d x %d x %d do not consist of %d numbers"
              .formatted(count, channels, height, width, values.length));
    }
  }

  /** Maps full of zeros. */
  public static FeatureMaps zeros(int count, int channels, int height, int width) {
    return new FeatureMaps(
        count,
        channels,
        height,
        width,
        new float[Math.toIntExact((long) count * channels * height * width)]);
  }

  /** Index of a number in {@link #values}. */
  public int index(int map, int channel, int y, int x) {
    return ((map * channels + channel) * height + y) * width + x;
  }

  /** One number. */
  public float at(int map, int channel, int y, int x) {
    return values[index(map, channel, y, x)];
  }
}
