package org.intarsia.slideio;

import java.util.OptionalDouble;

/**
 * One resolution of a slide.
 *
 * @param index 0 for the finest level
 * @param width columns in pixels of this level
 * @param height rows in pixels of this level
 * @param tileWidth columns of the file's tiles; the level's width where it is stored in strips
 * @param tileHeight rows of the file's tiles or strips
 * @param micronsPerPixel size of a pixel of this level in micrometres, if the slide says it
 */
public record PyramidLevel(
    int index,
    long width,
    long height,
    int tileWidth,
    int tileHeight,
    OptionalDouble micronsPerPixel) {
  /** Checks the sizes. */
  public PyramidLevel {
    if (index < 0) {
      throw new IllegalArgumentException("level index must not be negative: " + index);
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "level " + index + " must be at least 1 x 1 px, not " + width + " x " + height);
    }
    if (tileWidth < 1 || tileHeight < 1) {
      throw new IllegalArgumentException(
          "tiles of level " + index + " are " + tileWidth + " x " + tileHeight + " px");
    }
  }

  /** The number of pixels. */
  public long area() {
    return Math.multiplyExact(width, height);
  }
}
