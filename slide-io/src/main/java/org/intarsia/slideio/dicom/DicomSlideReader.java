package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import org.intarsia.slideio.DecodeCount;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.WindowPass;
import org.intarsia.slideio.codec.CodecException;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.codec.CodecSet.Preference;
import org.intarsia.slideio.raster.DecodedTiles;
import org.intarsia.slideio.raster.DecodedTiles.Use;
import org.intarsia.slideio.raster.RegionCopy;

/** An open DICOM slide. */
final class DicomSlideReader implements SlideReader {
  private static final long NEVER = Long.MIN_VALUE;

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
    this.tiles = DecodedTiles.of(options, size(slide.levels().get(0)));
  }

  private static DecodedTiles.Size size(DicomImage level) {
    return new DecodedTiles.Size(level.places().columns(), level.tileWidth(), level.tileHeight());
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
    read(level, region, NEVER, rgb);
  }

  @Override
  public void read(int level, Region region, WindowPass pass, ByteBuffer rgb) throws IOException {
    metadata.level(level);
    tiles.makeRoom(level, size(slide.levels().get(level)), pass);
    read(level, region, pass.nextRow(), rgb);
  }

  private void read(int level, Region region, long nextRow, ByteBuffer rgb) throws IOException {
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
      FrameReader frames =
          (frame, bottom) ->
              tile(level, frame, bottom <= nextRow ? Use.LAST : Use.OPEN, target.region());
      read(image, inside.get(), frames, target);
    }
    target.finish();
  }

  /** Gives decoded frames. */
  private interface FrameReader {
    byte[] rgb(int frame, long bottom) throws IOException;
  }

  private static void read(DicomImage image, Region wanted, FrameReader frames, RegionCopy target)
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
          target.copy(frames.rgb(frame, place.bottom()), place, part.get());
        }
      }
    }
  }

  private byte[] tile(int level, int frame, Use use, Region region) throws IOException {
    DicomImage image = slide.levels().get(level);
    try {
      return tiles.get((long) level << 32 | frame, use, () -> image.decode(frame));
    } catch (CodecException | SlideReadException e) {
      throw SlideReadException.in(
          metadata.name(), level, region, image.place(frame) + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<DecodeCount> decodeCount() {
    return Optional.of(tiles.decodeCount());
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
