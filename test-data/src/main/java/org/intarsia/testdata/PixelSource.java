package org.intarsia.testdata;

/**
 * A picture of any size whose regions can be read in any order.
 *
 * <p>Coordinates are pixels from the top left corner. Implementations are safe for use by many
 * threads at once and give the same bytes for the same pixel however the regions are cut.
 */
public interface PixelSource {
  /** Width in pixels. */
  long width();

  /** Height in pixels. */
  long height();

  /**
   * Fills {@code rgb} with the region, row by row, three bytes R, G, B a pixel.
   *
   * @param rgb at least {@code 3 * w * h} bytes, owned by the caller
   * @throws IllegalArgumentException if the region is empty, does not lie in the picture or does
   *     not fit the array
   */
  void rgb(long x, long y, int w, int h, byte[] rgb);
}
