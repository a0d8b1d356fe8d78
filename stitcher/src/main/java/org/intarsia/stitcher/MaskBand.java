package org.intarsia.stitcher;

/**
 * One finished row of cores across the whole width of the mask.
 *
 * @param row row of the grid, 0 at the top
 * @param y first row of pixels
 * @param width columns of pixels: the mask's width
 * @param height rows of pixels: the side of a core, or less in the last band
 * @param labels unsigned labels, row by row without gaps: pixel (x, y + i) is {@code labels[i *
 *     width + x]}. Only the first {@code width * height} bytes mean anything, the array may be
 *     longer. Borrowed: valid until {@link MaskSink#accept} returns, not to be changed
 */
public record MaskBand(int row, long y, int width, int height, byte[] labels) {
  /** Checks that the labels suffice for the size. */
  public MaskBand {
    if (row < 0 || y < 0) {
      throw new IllegalArgumentException(
          "band " + row + " at y " + y + " must not lie above the mask");
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "band " + row + " must be at least 1 x 1 px, not " + width + " x " + height);
    }
    if (labels.length < (long) width * height) {
      throw new IllegalArgumentException(
          "band %d of %d x %d px cannot have %d labels"
              .formatted(row, width, height, labels.length));
    }
  }

  /** The number of pixels. */
  public int area() {
    return width * height;
  }

  @Override
  public String toString() {
    return "band " + row + " (" + width + " x " + height + " px at y " + y + ")";
  }
}
