package org.intarsia.tiler;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.RgbImage;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;

/** A whole slide at a small size. */
public final class Thumbnail {
  private static final int BAND_ROWS = 16;

  private Thumbnail() {}

  /**
   * Reads the slide at a given size by area averaging, from the coarsest level that is at least as
   * large; a slide smaller than that is enlarged.
   *
   * @param width columns of the result, at most 16,384
   * @param height rows of the result, at most 16,384
   */
  public static RgbImage read(SlideReader slide, int width, int height) throws IOException {
    if (width < 1 || height < 1 || width > 16_384 || height > 16_384) {
      throw new IllegalArgumentException(
          "a thumbnail is 1 to 16384 px a side, not " + width + " x " + height);
    }
    SlideMetadata metadata = slide.metadata();
    PyramidLevel chosen = metadata.level(0);
    for (PyramidLevel level : metadata.levels()) {
      if (level.width() >= width && level.height() >= height) {
        chosen = level;
      }
    }
    AreaResampler resampler =
        new AreaResampler(slide, chosen, width, height, metadata.background());
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y += BAND_ROWS) {
      int rows = Math.min(BAND_ROWS, height - y);
      resampler.read(
          new Region(0, y, width, rows), ByteBuffer.wrap(rgb, 3 * width * y, 3 * width * rows));
    }
    return new RgbImage(width, height, rgb);
  }
}
