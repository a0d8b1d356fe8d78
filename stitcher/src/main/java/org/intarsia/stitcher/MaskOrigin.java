package org.intarsia.stitcher;

import java.util.OptionalDouble;

/**
 * Where on the slide the top left corner of a mask lies.
 *
 * @param x columns from the left border, in pixels of the slide's level 0
 * @param y rows from the upper border, in pixels of the slide's level 0
 * @param micronsPerPixel size of a pixel of the slide's level 0 in micrometres, if known
 */
public record MaskOrigin(long x, long y, OptionalDouble micronsPerPixel) {
  /** Checks that the pixel size is a size. */
  public MaskOrigin {
    MaskLayout.checkMicronsPerPixel(micronsPerPixel);
  }

  /** The slide's own top left corner. */
  public static MaskOrigin topLeft(OptionalDouble micronsPerPixel) {
    return new MaskOrigin(0, 0, micronsPerPixel);
  }
}
