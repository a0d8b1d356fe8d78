package org.intarsia.slideio.bioformats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.StorageException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.raster.RegionCopy;

/** A slide that Bio-Formats reads. */
final class BioFormatsSlideReader implements SlideReader {
  private static final long LEAST_CACHE = 32L << 20;
  private static final long MOST_CACHE = 512L << 20;

  private final ReaderPool pool;
  private final SlideContent content;
  private final BlackTiles blackTiles;
  private final BlockCache cache;

  private BioFormatsSlideReader(ReaderPool pool, SlideContent content, ReadOptions options) {
    this.pool = pool;
    this.content = content;
    boolean java = options.codecs() == CodecChoice.PURE_JAVA;
    this.blackTiles = new BlackTiles(CodecSet.open(java ? Preference.JAVA : Preference.NATIVE));
    this.cache = new BlockCache(options.cacheBytes().orElse(suitableCache()));
  }

  /** Opens the file and describes it, reads no pixels. */
  static BioFormatsSlideReader open(Path path, ReadOptions options) throws IOException {
    ReaderFactory factory = new ReaderFactory(path);
    LociReader first = null;
    boolean done = false;
    try {
      JpegPlugins.requireTheJdks(factory.name());
      DirectoryLoops.requireNone(path, factory.name());
      first = factory.open();
      LociReader described = first;
      SlideContent content =
          Faults.translated(
              factory.name(),
              "while describing the file,",
              () -> SlideContent.of(described, factory.name(), options.deepSamples()));
      int size = Runtime.getRuntime().availableProcessors();
      BioFormatsSlideReader reader =
          new BioFormatsSlideReader(new ReaderPool(factory, first, size), content, options);
      done = true;
      return reader;
    } finally {
      if (!done) {
        if (first != null) {
          first.close();
        }
        factory.close();
      }
    }
  }

  /** Three and a half rows of blocks, see {@link ReadOptions#cacheBytes}. */
  private long suitableCache() {
    LevelLayout finest = content.levels().get(0);
    long rows = (long) (3.5 * 3 * finest.columns() * finest.blockWidth() * finest.blockHeight());
    long heap = Runtime.getRuntime().maxMemory() / 4;
    return Math.min(heap, Math.max(LEAST_CACHE, Math.min(MOST_CACHE, rows)));
  }

  @Override
  public SlideMetadata metadata() {
    return content.metadata();
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    metadata().level(level);
    RegionCopy target = RegionCopy.into(rgb, region, metadata().background());
    requireOpen();
    LevelLayout layout = content.levels().get(level);
    Optional<Region> inside = region.intersect(layout.bounds());
    if (inside.isEmpty() || !inside.get().equals(region)) {
      target.clear();
    }
    if (inside.isPresent()) {
      read(level, layout, inside.get(), target);
    }
    target.finish();
  }

  private void requireOpen() throws ClosedChannelException {
    if (pool.isClosed()) {
      throw new ClosedChannelException();
    }
  }

  private void read(int level, LevelLayout layout, Region wanted, RegionCopy target)
      throws IOException {
    int lastColumn = (int) ((wanted.right() - 1) / layout.blockWidth());
    int lastRow = (int) ((wanted.bottom() - 1) / layout.blockHeight());
    for (int row = (int) (wanted.y() / layout.blockHeight()); row <= lastRow; row++) {
      for (int column = (int) (wanted.x() / layout.blockWidth()); column <= lastColumn; column++) {
        Region block = layout.block(column, row);
        Optional<Region> part = block.intersect(wanted);
        if (part.isPresent()) {
          target.copy(cached(level, layout, block, target.region()), block, part.get());
        }
      }
    }
  }

  private byte[] cached(int level, LevelLayout layout, Region block, Region region)
      throws IOException {
    long row = block.y() / layout.blockHeight();
    long index = row * layout.columns() + block.x() / layout.blockWidth();
    try {
      return cache.get((long) level << 56 | index, () -> decoded(layout, block));
    } catch (StorageException storage) {
      throw storage;
    } catch (SlideReadException e) {
      String reason = String.valueOf(e.getMessage());
      String prefix = metadata().name() + ": ";
      throw SlideReadException.in(
          metadata().name(),
          level,
          region,
          reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason,
          e);
    }
  }

  /** One block as R G B, with background where the file leaves tiles out. */
  private byte[] decoded(LevelLayout layout, Region block) throws IOException {
    return pool.with(
        "reading " + block + ",",
        reader -> {
          reader.select(layout.series(), layout.resolution());
          byte[] samples =
              reader.samples(
                  (int) block.x(),
                  (int) block.y(),
                  block.width(),
                  block.height(),
                  layout.samples().bytesPerPixel());
          List<Region> missing = blackTiles.missing(reader, layout, block, samples);
          byte[] rgb = layout.samples().toRgb(samples);
          RegionCopy canvas = RegionCopy.into(ByteBuffer.wrap(rgb), block, metadata().background());
          missing.forEach(canvas::clear);
          return rgb;
        });
  }

  @Override
  public RgbImage readAssociated(String name) throws IOException {
    LevelLayout layout = content.associated().get(name);
    if (layout == null) {
      throw new IllegalArgumentException(
          metadata().name()
              + " has no image '"
              + name
              + "', only "
              + content.associated().keySet());
    }
    requireOpen();
    byte[] rgb = new byte[Math.toIntExact(3 * layout.area())];
    RegionCopy target =
        RegionCopy.into(ByteBuffer.wrap(rgb), layout.bounds(), metadata().background());
    for (int y = 0; y < layout.height(); y += layout.blockHeight()) {
      for (int x = 0; x < layout.width(); x += layout.blockWidth()) {
        Region block = layout.block(x / layout.blockWidth(), y / layout.blockHeight());
        target.copy(decoded(layout, block), block, block);
      }
    }
    return new RgbImage(layout.width(), layout.height(), rgb);
  }

  @Override
  public void close() throws IOException {
    try {
      pool.close();
    } finally {
      cache.clear();
      blackTiles.close();
    }
  }
}
