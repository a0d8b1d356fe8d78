package org.intarsia.slideio.raster;

import java.nio.ByteBuffer;
import org.intarsia.slideio.Region;

/**
 * Fills the part of a caller's buffer that one region occupies, row by row.
 *
 * <p>Absolute bulk puts only: the buffer's position stays where it is until {@link #finish}.
 */
public final class RegionCopy {
  private final ByteBuffer target;
  private final int start;
  private final Region region;
  private final int background;

  private RegionCopy(ByteBuffer target, Region region, int background) {
    this.target = target;
    this.start = target.position();
    this.region = region;
    this.background = background;
  }

  /**
   * Checks that the buffer has room.
   *
   * @param background colour of pixels that are cleared, as 0xRRGGBB
   * @throws IllegalArgumentException if it has not, or is read-only
   */
  public static RegionCopy into(ByteBuffer target, Region region, int background) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the buffer for region " + region + " is read-only");
    }
    if (3 * region.area() > target.remaining()) {
      throw new IllegalArgumentException(
          "region "
              + region
              + " needs "
              + 3 * region.area()
              + " bytes, the buffer has "
              + target.remaining()
              + " left");
    }
    return new RegionCopy(target, region, background);
  }

  /** The region that is filled. */
  public Region region() {
    return region;
  }

  /** Fills all with background. */
  public void clear() {
    clear(region);
  }

  /** Fills a part of the region with background. */
  public void clear(Region part) {
    byte[] row = new byte[3 * part.width()];
    for (int i = 0; i < row.length; i += 3) {
      row[i] = (byte) (background >> 16);
      row[i + 1] = (byte) (background >> 8);
      row[i + 2] = (byte) background;
    }
    for (long y = part.y(); y < part.bottom(); y++) {
      target.put(index(part.x(), y), row);
    }
  }

  /**
   * Copies pixels of a tile.
   *
   * @param rgb interleaved R G B of the whole tile
   * @param tile where the tile is
   * @param part the part to copy, in both tile and region
   */
  public void copy(byte[] rgb, Region tile, Region part) {
    int length = 3 * part.width();
    int from = 3 * ((int) (part.y() - tile.y()) * tile.width() + (int) (part.x() - tile.x()));
    for (long y = part.y(); y < part.bottom(); y++) {
      target.put(index(part.x(), y), rgb, from, length);
      from += 3 * tile.width();
    }
  }

  private int index(long x, long y) {
    return start + 3 * (int) ((y - region.y()) * region.width() + x - region.x());
  }

  /** Moves the position behind the region: call when all of it is written. */
  public void finish() {
    target.position(start + (int) (3 * region.area()));
  }
}
