package org.intarsia.testdata;

/**
 * A square of pixels on the fixed raster of the slide; the unit of rendering.
 *
 * <p>Blocks never depend on the region that is asked for, so that a pixel is the same in every
 * region.
 */
record Block(long column, long row, int side, double micronsPerPixel) {
  double xMicrons(int pixel) {
    return (column * side + pixel + 0.5) * micronsPerPixel;
  }

  double yMicrons(int pixel) {
    return (row * side + pixel + 0.5) * micronsPerPixel;
  }

  double sideMicrons() {
    return side * micronsPerPixel;
  }

  /** About 32 micrometres, so that few structures touch a block, but at least 8 pixels. */
  static int sideFor(double micronsPerPixel) {
    int side = 64;
    while (side > 8 && side * micronsPerPixel > 48) {
      side /= 2;
    }
    return side;
  }
}
