package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalDouble;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.raster.RegionCopy;

/** How blocks become the pixels of a level or of an associated image; safe for many threads. */
sealed interface LevelImage permits GridLevel, PlacedLevel {
  /** Decoded blocks. */
  interface Tiles {
    /**
     * One block.
     *
     * @param bottom the row behind its last one, in pixels of the level
     */
    byte[] rgb(int block, long bottom) throws IOException;
  }

  int width();

  int height();

  BlockImage blocks();

  /**
   * Fills a part of the level.
   *
   * @param wanted within the level
   * @param tiles gives decoded blocks of {@link #blocks}
   */
  void read(Region wanted, Tiles tiles, RegionCopy target) throws IOException;

  /** The image as a level. */
  default PyramidLevel level(int index, OptionalDouble micronsPerPixel) {
    BlockGrid grid = blocks().grid();
    return new PyramidLevel(
        index, width(), height(), grid.blockWidth(), grid.blockHeight(), micronsPerPixel);
  }

  /** All pixels as interleaved R G B, for small images. */
  default byte[] whole(int background) throws IOException {
    Region all = new Region(0, 0, width(), height());
    byte[] rgb = new byte[Math.toIntExact(3 * all.area())];
    Tiles tiles = (block, bottom) -> blocks().decode(block);
    read(all, tiles, RegionCopy.into(ByteBuffer.wrap(rgb), all, background));
    return rgb;
  }
}
