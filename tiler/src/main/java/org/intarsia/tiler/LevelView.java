package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.WindowPass;

/** A slide seen as one level: one of its own, or an area-resampled one. */
final class LevelView implements SlideReader {
  private final SlideReader slide;
  private final SlideMetadata metadata;
  private final int sourceLevel;
  private final AreaResampler resampler;
  private final boolean resampled;
  private volatile boolean closed;

  private LevelView(SlideReader slide, WorkingLevel working) {
    this.slide = slide;
    this.sourceLevel = working.sourceLevel();
    this.resampled = working.resampled();
    SlideMetadata all = slide.metadata();
    PyramidLevel source = all.level(sourceLevel);
    this.resampler =
        new AreaResampler(slide, source, working.width(), working.height(), all.background());
    PyramidLevel only =
        new PyramidLevel(
            0,
            working.width(),
            working.height(),
            (int) Math.min(source.tileWidth(), working.width()),
            (int) Math.min(source.tileHeight(), working.height()),
            working.micronsPerPixel());
    this.metadata =
        new SlideMetadata(
            all.name(),
            all.format(),
            all.codec(),
            List.of(only),
            working.micronsPerPixel(),
            all.magnification(),
            all.background(),
            all.associatedImages(),
            all.properties());
  }

  static SlideReader of(SlideReader slide, WorkingLevel working) {
    return new LevelView(slide, working);
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    check(level, region, rgb);
    if (resampled) {
      resampler.read(region, rgb);
    } else {
      slide.read(sourceLevel, region, rgb);
    }
  }

  @Override
  public void read(int level, Region region, WindowPass pass, ByteBuffer rgb) throws IOException {
    check(level, region, rgb);
    if (resampled) {
      resampler.read(region, pass, rgb);
    } else {
      slide.read(sourceLevel, region, pass, rgb);
    }
  }

  @Override
  public Optional<DecodeCount> decodeCount() {
    return slide.decodeCount();
  }

  private void check(int level, Region region, ByteBuffer rgb) throws ClosedChannelException {
    metadata.level(level);
    if (closed) {
      throw new ClosedChannelException();
    }
    if (rgb.remaining() < 3 * region.area()) {
      throw new IllegalArgumentException(
          "a region of %s needs %d bytes, the buffer has %d left"
              .formatted(region, 3 * region.area(), rgb.remaining()));
    }
  }

  @Override
  public RgbImage readAssociated(String name) throws IOException {
    return slide.readAssociated(name);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    slide.close();
  }
}
