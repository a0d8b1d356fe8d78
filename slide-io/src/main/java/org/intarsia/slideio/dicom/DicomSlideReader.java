package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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
import org.intarsia.slideio.raster.DecodedTiles;
import org.intarsia.slideio.raster.RegionCopy;

/** An open DICOM slide. */
final class DicomSlideReader implements SlideReader {
  private final DicomSlide slide;
  private final CodecSet codecs;
  private final SlideMetadata metadata;
  private final DecodedTiles tiles;
  private volatile boolean closed;

  private DicomSlideReader(DicomSlide slide, CodecSet codecs, ReadOptions options)
      throws IOException {
    this.slide = slide;
    this.codecs = codecs;
    this.metadata = DicomMetadata.of(slide);
    DicomImage finest = slide.levels().get(0);
    long tileBytes = 3L * finest.tileWidth() * finest.tileHeight();
    this.tiles =
        new DecodedTiles(
            options
                .cacheBytes()
                .orElse(DecodedTiles.suitableBytes(finest.places().columns(), tileBytes)));
  }

  /** Opens a slide by its folder or one of its files; reads no pixels. */
  static DicomSlideReader open(Path path, ReadOptions options) throws IOException {
    SlideFolder folder = SlideFolder.of(path);
    String name = String.valueOf(path.getFileName());
    boolean java = options.codecs() == CodecChoice.PURE_JAVA;
    CodecSet codecs = CodecSet.open(java ? Preference.JAVA : Preference.NATIVE);
    boolean done = false;
    try {
      DicomSlide slide = DicomSlide.open(name, folder, options.deepSamples(), codecs);
      try {
        DicomSlideReader reader = new DicomSlideReader(slide, codecs, options);
        done = true;
        return reader;
      } finally {
        if (!done) {
          slide.close();
        }
      }
    } finally {
      if (!done) {
        codecs.close();
      }
    }
  }

  @Override
  public SlideMetadata metadata() {
    return metadata;
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    metadata.level(level);
    RegionCopy target = RegionCopy.into(rgb, region, metadata.background());
    if (closed) {
      throw new ClosedChannelException();
    }
    DicomImage image = slide.levels().get(level);
    Optional<Region> inside = region.intersect(new Region(0, 0, image.width(), image.height()));
    if (inside.isEmpty() || !inside.get().equals(region)) {
      target.clear();
    }
    if (inside.isPresent()) {
      read(level, image, inside.get(), target);
    }
    target.finish();
  }

  private void read(int level, DicomImage image, Region wanted, RegionCopy target)
      throws IOException {
    int width = image.tileWidth();
    int height = image.tileHeight();
    for (long row = wanted.y() / height; row <= (wanted.bottom() - 1) / height; row++) {
      for (long column = wanted.x() / width; column <= (wanted.right() - 1) / width; column++) {
        Region place = new Region(column * width, row * height, width, height);
        Optional<Region> part = place.intersect(wanted);
        int frame = image.places().frame(column, row);
        if (part.isPresent() && frame < 0) {
          target.clear(part.get());
        } else if (part.isPresent()) {
          target.copy(tile(level, image, frame, target.region()), place, part.get());
        }
      }
    }
  }

  private byte[] tile(int level, DicomImage image, int frame, Region region) throws IOException {
    try {
      return tiles.get((long) level << 32 | frame, () -> image.decode(frame));
    } catch (CodecException | SlideReadException e) {
      throw SlideReadException.in(
          metadata.name(), level, region, image.place(frame) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public RgbImage readAssociated(String name) throws IOException {
    DicomImage image = slide.associated().get(name);
    if (image == null) {
      throw new IllegalArgumentException(
          metadata.name() + " has no image '" + name + "', only " + slide.associated().keySet());
    }
    if (closed) {
      throw new ClosedChannelException();
    }
    try {
      return new RgbImage(image.width(), image.height(), image.whole(metadata.background()));
    } catch (CodecException e) {
      throw new SlideReadException(metadata.name(), "image '" + name + "': " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    slide.close();
    tiles.clear();
    codecs.close();
  }
}
