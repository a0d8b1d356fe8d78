package org.intarsia.tiler.annotation;

/**
 * The centres of a block's columns, or rows, in pixels of level 0.
 *
 * @param first the first pixel
 * @param count how many
 * @param scale pixels of level 0 along a pixel
 */
record PixelCentres(long first, int count, double scale) {
  /** The centre of a pixel counted from the first; the same number for every block that has it. */
  double centre(int index) {
    return at(first + index);
  }

  private double at(long pixel) {
    return (pixel + 0.5) * scale;
  }

  /** The first pixel, counted from the block's, whose centre is not before {@code position}. */
  int notBefore(double position) {
    if (position <= at(first)) {
      return 0;
    }
    if (position > at(first + count - 1)) {
      return count;
    }
    long pixel = (long) Math.ceil(position / scale - 0.5);
    while (at(pixel - 1) >= position) {
      pixel--;
    }
    while (at(pixel) < position) {
      pixel++;
    }
    return Math.toIntExact(pixel - first);
  }
}
