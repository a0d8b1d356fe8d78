package org.intarsia.testdata;

/**
 * A picture of any size that repeats one rendered block: gigapixels for the price of a few
 * megapixels.
 *
 * <p>{@link PyramidWriter} compresses each distinct tile of such a source once. Holds the block in
 * memory, three bytes a pixel.
 */
public final class RepeatedSource implements PixelSource {
  private final byte[] block;
  private final int periodWidth;
  private final int periodHeight;
  private final long width;
  private final long height;

  private RepeatedSource(byte[] block, int periodWidth, int periodHeight, long width, long height) {
    this.block = block;
    this.periodWidth = periodWidth;
    this.periodHeight = periodHeight;
    this.width = width;
    this.height = height;
  }

  /**
   * Renders all of {@code block} and repeats it over the given size.
   *
   * @throws IllegalArgumentException if the block has more than 700 megapixels or a side is below 1
   */
  public static RepeatedSource of(PixelSource block, long width, long height) {
    long pixels = Math.multiplyExact(block.width(), block.height());
    if (pixels > 700_000_000L) {
      throw new IllegalArgumentException(
          "a block of "
              + block.width()
              + " x "
              + block.height()
              + " pixels is more than 700 megapixels");
    }
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("picture of " + width + " x " + height + " pixels");
    }
    int w = (int) block.width();
    int h = (int) block.height();
    byte[] rgb = new byte[3 * w * h];
    block.rgb(0, 0, w, h, rgb);
    return new RepeatedSource(rgb, w, h, width, height);
  }

  @Override
  public long width() {
    return width;
  }

  @Override
  public long height() {
    return height;
  }

  /** Columns after which the picture repeats. */
  public int periodWidth() {
    return periodWidth;
  }

  /** Rows after which the picture repeats. */
  public int periodHeight() {
    return periodHeight;
  }

  @Override
  public void rgb(long x, long y, int w, int h, byte[] rgb) {
    Regions.check(this, x, y, w, h);
    Regions.checkLength("rgb", rgb, 3L * w * h);
    for (int row = 0; row < h; row++) {
      int source = (int) ((y + row) % periodHeight) * periodWidth;
      int done = 0;
      while (done < w) {
        int phase = (int) ((x + done) % periodWidth);
        int run = Math.min(w - done, periodWidth - phase);
        System.arraycopy(block, 3 * (source + phase), rgb, 3 * (row * w + done), 3 * run);
        done += run;
      }
    }
  }
}
