package org.intarsia.slideio.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.codec.StillImage;
import org.intarsia.slideio.raster.RegionCopy;

/** An image that was decoded whole when it was opened. */
final class ImageSlideReader implements SlideReader {
  private static final long MAX_PIXELS = 250_000_000;
  private static final long HEAP_BYTES_PER_PIXEL = 10;
  private static final long MAX_FILE_BYTES = 1L << 30;

  private final SlideMetadata metadata;
  private final Region bounds;
  private final byte[] rgb;
  private volatile boolean closed;

  private ImageSlideReader(SlideMetadata metadata, StillImage image) {
    this.metadata = metadata;
    this.bounds = new Region(0, 0, image.width(), image.height());
    this.rgb = image.rgb();
  }

  static ImageSlideReader open(Path file, ReadOptions options) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new SlideReadException(
          name,
          Files.size(file) + " bytes are more than the limit of " + MAX_FILE_BYTES + " for images");
    }
    byte[] bytes = Files.readAllBytes(file);
    StillImage.Format format =
        StillImage.Format.of(bytes)
            .orElseThrow(() -> new SlideReadException(name, "neither PNG nor JPEG nor BMP"));
    long heap = Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_PIXEL;
    boolean java = options.codecs() == CodecChoice.PURE_JAVA;
    try (CodecSet codecs = CodecSet.open(java ? Preference.JAVA : Preference.NATIVE)) {
      StillImage image = StillImage.decode(bytes, format, codecs, Math.min(MAX_PIXELS, heap));
      SlideMetadata metadata =
          SlideMetadata.plain(name, format.name(), image.codec(), image.width(), image.height());
      return new ImageSlideReader(metadata, image);
    } catch (CodecException e) {
      throw new SlideReadException(name, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer target) throws IOException {
    metadata.level(level);
    RegionCopy copy = RegionCopy.into(target, region, metadata.background());
    if (closed) {
      throw new ClosedChannelException();
    }
    Optional<Region> inside = region.intersect(bounds);
    if (inside.isEmpty() || !inside.get().equals(region)) {
      copy.clear();
    }
    inside.ifPresent(part -> copy.copy(rgb, bounds, part));
    copy.finish();
  }

  @Override
  public RgbImage readAssociated(String name) {
    throw new IllegalArgumentException(metadata.name() + " has no image '" + name + "'");
  }

  @Override
  public void close() {
    closed = true;
  }
}
