package org.intarsia.training;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;

/** A small picture of one level, decoded once: patches of it are taken thousands of times. */
final class MemoryPicture implements SlideReader {
  /** Cache of decoded tiles of pictures that stay files. */
  static final long CACHE_BYTES = 16L << 20;

  private static final long LARGEST_AREA = 1500L * 1500;

  private final SlideMetadata metadata;
  private final PyramidLevel level;
  private final byte[] rgb;
  private volatile boolean closed;

  private MemoryPicture(SlideMetadata metadata, byte[] rgb) {
    this.metadata = metadata;
    this.level = metadata.level(0);
    this.rgb = rgb;
  }

  /** The reader itself if it is large; otherwise its pixels, and it is closed. */
  static SlideReader keepIfSmall(SlideReader reader) throws IOException {
    PyramidLevel level = reader.metadata().level(0);
    if (reader.metadata().levels().size() > 1 || level.width() * level.height() > LARGEST_AREA) {
      return reader;
    }
    try (reader) {
      int width = (int) level.width();
      int height = (int) level.height();
      byte[] rgb = new byte[3 * width * height];
      reader.read(0, new Region(0, 0, width, height), ByteBuffer.wrap(rgb));
      return new MemoryPicture(reader.metadata(), rgb);
    }
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int index, Region region, ByteBuffer target) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    metadata.level(index);
    if (region.x() < 0
        || region.y() < 0
        || region.right() > level.width()
        || region.bottom() > level.height()) {
      throw new IllegalArgumentException(region + " is not inside " + metadata.name());
    }
    for (int row = 0; row < region.height(); row++) {
      long from = 3 * ((region.y() + row) * level.width() + region.x());
      target.put(rgb, (int) from, 3 * region.width());
    }
  }

  @Override
  public RgbImage readAssociated(String name) {
    throw new IllegalArgumentException(metadata.name() + " has no image called " + name);
  }

  @Override
  public void close() {
    closed = true;
  }
}
