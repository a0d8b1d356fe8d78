package org.intarsia.slideio.tiff;

import org.intarsia.slideio.Region;

/**
 * Where the blocks of an image lie: row by row, all of one size.
 *
 * @param width columns of the image
 * @param height rows of the image
 * @param blockWidth columns of every block, also where the last one sticks out of the image
 * @param blockHeight rows of a block
 * @param padded whether blocks of the last row have all rows, also those below the image
 */
record BlockGrid(int width, int height, int blockWidth, int blockHeight, boolean padded) {
  int columns() {
    return (int) ((width + (long) blockWidth - 1) / blockWidth);
  }

  int rows() {
    return (int) ((height + (long) blockHeight - 1) / blockHeight);
  }

  long blocks() {
    return (long) columns() * rows();
  }

  /** What a block holds, in pixels of the image. */
  Region place(int block) {
    int row = block / columns();
    long left = (long) (block % columns()) * blockWidth;
    long top = (long) row * blockHeight;
    int stored = padded ? blockHeight : (int) Math.min(blockHeight, height - top);
    return new Region(left, top, blockWidth, stored);
  }

  /** The whole image. */
  Region area() {
    return new Region(0, 0, width, height);
  }
}
