package org.intarsia.tiler;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;

/** A slide whose pixels are a function of level, channel, x and y. */
final class AnalyticSlide implements SlideReader {
  /** The value of a sample, 0 to 255. */
  @FunctionalInterface
  interface Sample {
    int at(int level, int channel, long x, long y);
  }

  static final int BACKGROUND = 0x102030;

  private final SlideMetadata metadata;
  private final Sample sample;
  private volatile boolean closed;

  private AnalyticSlide(SlideMetadata metadata, Sample sample) {
    this.metadata = metadata;
    this.sample = sample;
  }

  static AnalyticSlide of(long width, long height, Sample sample) {
    return of(List.of(level(0, width, height)), OptionalDouble.empty(), sample);
  }

  static AnalyticSlide of(List<PyramidLevel> levels, OptionalDouble mpp, Sample sample) {
    return new AnalyticSlide(
        new SlideMetadata(
            "analytic",
            "analytic",
            "none",
            levels,
            mpp,
            OptionalDouble.empty(),
            BACKGROUND,
            List.of(),
            new TreeMap<>()),
        sample);
  }

  static PyramidLevel level(int index, long width, long height) {
    return new PyramidLevel(index, width, height, 1, 1, OptionalDouble.empty());
  }

  /** A value that differs between neighbours and channels. */
  static int noise(int level, int channel, long x, long y) {
    long h = x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL + channel * 7919L + level * 104729L;
    h ^= h >>> 29;
    h *= 0xBF58476D1CE4E5B9L;
    return (int) (h >>> 56);
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
    PyramidLevel at = metadata.level(level);
    for (long y = region.y(); y < region.bottom(); y++) {
      for (long x = region.x(); x < region.right(); x++) {
        boolean inside = x >= 0 && y >= 0 && x < at.width() && y < at.height();
        for (int c = 0; c < 3; c++) {
          int value = inside ? sample.at(level, c, x, y) : BACKGROUND >> (16 - 8 * c);
          rgb.put((byte) value);
        }
      }
    }
  }

  @Override
  public RgbImage readAssociated(String name) {
    throw new IllegalArgumentException("no associated image " + name);
  }

  @Override
  public void close() {
    closed = true;
  }
}
