package org.intarsia.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicLong;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;

/** A slide of coloured noise that is smooth enough for a network to see shapes in it. */
class NoiseSlide implements SlideReader {
  private final SlideMetadata metadata;
  private final long seed;
  private final AtomicLong reads = new AtomicLong();
  private volatile boolean closed;

  NoiseSlide(long width, long height, long seed) {
    this.metadata = SlideMetadata.plain("noise-" + seed, "noise", "none", width, height);
    this.seed = seed;
  }

  long reads() {
    return reads.get();
  }

  /** A sample, defined for every position inside the slide. */
  int sample(int channel, long x, long y) {
    double wave =
        Math.sin((x + 3L * channel + seed % 17) * 0.13) * Math.cos((y - seed % 23) * 0.09);
    return (int) (128 + 60 * wave + (hash(channel, x, y) >>> 58));
  }

  private long hash(int channel, long x, long y) {
    long h = seed + x * 0x9E3779B97F4A7C15L + y * 0xC2B2AE3D27D4EB4FL + 7919L * channel;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    reads.incrementAndGet();
    for (long y = region.y(); y < region.bottom(); y++) {
      for (long x = region.x(); x < region.right(); x++) {
        for (int c = 0; c < 3; c++) {
          rgb.put((byte) sample(c, x, y));
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
