package org.intarsia.pipeline.roi;

/**
 * A level of a slide, or its mask, in which the pixels of ROIs are looked for.
 *
 * @param scale pixels of the slide's level 0 along a pixel, more than 0
 * @param width columns
 * @param height rows
 */
public record RoiFrame(double scale, int width, int height) {
  /** Columns of the slide's level 0. */
  public long slideWidth() {
    return Math.max(1, Math.round(scale * width));
  }

  /** Rows of the slide's level 0, as far as the level's tell them. */
  public long slideHeight() {
    return Math.max(1, Math.round(scale * height));
  }
}
