package org.intarsia.slideio.openslide;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.openslide.SlideHandle.CallException;
import org.intarsia.slideio.openslide.SlideLayout.Level;
import org.intarsia.slideio.raster.RegionCopy;

/** A slide that OpenSlide has open. */
final class OpenSlideReader implements SlideReader {
  private static final int BYTES = 4;

  private final SlideHandle handle;
  private final SlideLayout layout;
  private final Queue<Block> idle = new ConcurrentLinkedQueue<>();

  /** Room for what is read at once; native memory, freed when nobody has it any more. */
  private static final class Block {
    static final int SIDE = Anchors.SIDE + Anchors.REACH;

    final Memory argb = new Memory((long) BYTES * SIDE * SIDE);
    final int[] row = new int[SIDE];
    final byte[] rgb = new byte[3 * SIDE];
  }

  private OpenSlideReader(SlideHandle handle, SlideLayout layout) {
    this.handle = handle;
    this.layout = layout;
  }

  static OpenSlideReader open(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    SlideHandle handle = SlideHandle.open(file);
    boolean done = false;
    try {
      SlideLayout layout = handle.call(slide -> SlideLayout.of(name, slide));
      OpenSlideReader reader = new OpenSlideReader(handle, layout);
      done = true;
      return reader;
    } catch (CallException e) {
      throw new SlideReadException(name, String.valueOf(e.getMessage()), e);
    } finally {
      if (!done) {
        handle.close();
      }
    }
  }

  @Override
  public SlideMetadata metadata() {
    return layout.metadata();
  }

  @Override
  public void read(int level, Region region, ByteBuffer rgb) throws IOException {
    SlideMetadata metadata = metadata();
    Region whole =
        new Region(0, 0, (int) metadata.level(level).width(), (int) metadata.level(level).height());
    RegionCopy target = RegionCopy.into(rgb, region, metadata.background());
    handle.checkOpen();
    Optional<Region> inside = region.intersect(whole);
    if (inside.isEmpty() || !inside.get().equals(region)) {
      target.clear();
    }
    if (inside.isPresent()) {
      Block taken = idle.poll();
      Block block = taken == null ? new Block() : taken;
      try {
        read(level, inside.get(), target, block);
      } finally {
        idle.add(block);
      }
    }
    target.finish();
  }

  /** Block by block, so that no more native memory is wanted than one has. */
  private void read(int level, Region wanted, RegionCopy target, Block block) throws IOException {
    Level source = layout.levels().get(level);
    long bottom = wanted.bottom() + source.top();
    long right = wanted.right() + source.left();
    for (long y = wanted.y() + source.top(); y < bottom; y = source.rows().end(y)) {
      int height = (int) (Math.min(bottom, source.rows().end(y)) - y);
      for (long x = wanted.x() + source.left(); x < right; x = source.columns().end(x)) {
        int width = (int) (Math.min(right, source.columns().end(x)) - x);
        readPart(level, new Region(x, y, width, height), target, block);
      }
    }
  }

  /**
   * Reads what has its anchors in common.
   *
   * @param part in pixels of OpenSlide's level
   */
  private void readPart(int level, Region part, RegionCopy target, Block block) throws IOException {
    Level source = layout.levels().get(level);
    long left = source.columns().anchor(part.x());
    long top = source.rows().anchor(part.y());
    int width = (int) (part.right() - left);
    int height = (int) (part.bottom() - top);
    Region read = new Region(left, top, width, height);
    try {
      handle.call(slide -> source.read(slide, read, block.argb));
    } catch (CallException e) {
      throw SlideReadException.in(
          metadata().name(), level, target.region(), String.valueOf(e.getMessage()), e);
    }
    int skipped = (int) (part.x() - left);
    for (long y = part.y(); y < part.bottom(); y++) {
      long pixel = (y - top) * width + skipped;
      block.argb.read(BYTES * pixel, block.row, 0, part.width());
      Premultiplied.over(block.row, 0, part.width(), metadata().background(), block.rgb);
      Region row = new Region(part.x() - source.left(), y - source.top(), part.width(), 1);
      target.copy(block.rgb, row, row);
    }
  }

  @Override
  public RgbImage readAssociated(String name) throws IOException {
    SlideMetadata metadata = metadata();
    if (!metadata.associatedImages().contains(name)) {
      throw new IllegalArgumentException(
          metadata.name() + " has no image '" + name + "', only " + metadata.associatedImages());
    }
    try {
      return handle.call(slide -> associated(slide, name));
    } catch (CallException e) {
      throw new SlideReadException(metadata.name(), "image '" + name + "': " + e.getMessage(), e);
    }
  }

  private RgbImage associated(Pointer slide, String name) throws SlideReadException {
    long[] size = OpenSlide.associatedSize(slide, name);
    if (!SlideLayout.isReadable(size)) {
      throw new SlideReadException(
          metadata().name(), "image '%s' has become %d x %d px".formatted(name, size[0], size[1]));
    }
    int width = (int) size[0];
    int height = (int) size[1];
    int[] row = new int[width];
    byte[] line = new byte[3 * width];
    byte[] rgb = new byte[3 * width * height];
    try (Memory argb = new Memory((long) BYTES * width * height)) {
      OpenSlide.readAssociated(slide, name, argb);
      for (int y = 0; y < height; y++) {
        argb.read((long) BYTES * width * y, row, 0, width);
        Premultiplied.over(row, 0, width, metadata().background(), line);
        System.arraycopy(line, 0, rgb, line.length * y, line.length);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  @Override
  public void close() {
    handle.close();
    idle.clear();
  }
}
