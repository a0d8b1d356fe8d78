package org.intarsia.tiler.annotation;

import java.util.Optional;
import org.intarsia.slideio.Region;

/**
 * An area of a slide, in pixels of its level 0, that can be asked which pixels of any level it has.
 *
 * <p>A pixel belongs to the area if its centre does. The answer for a pixel is the same whatever
 * block it is asked for in. Immutable, safe from many threads.
 */
public interface RoiArea {
  /**
   * Paints the area into a block.
   *
   * @param region the block, in pixels of a level
   * @param scale pixels of level 0 along a pixel of the level, more than 0
   * @param labels the block's labels, row by row; pixels outside the area stay as they are
   * @param label what is painted
   */
  void paint(Region region, double scale, byte[] labels, byte label);

  /**
   * Whether {@link #paint} would paint any pixel of the block.
   *
   * @param region the block, in pixels of a level
   * @param scale pixels of level 0 along a pixel of the level, more than 0
   */
  boolean touches(Region region, double scale);

  /**
   * A block that has every pixel that the area may paint, as small as its outline tells.
   *
   * @param scale pixels of level 0 along a pixel of the level, more than 0
   * @param width columns of the level
   * @param height rows of the level
   * @return empty if the area lies beside the level
   */
  Optional<Region> bounds(double scale, int width, int height);
}
