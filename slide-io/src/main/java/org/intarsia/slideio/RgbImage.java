package org.intarsia.slideio;

/**
 * A small picture in memory: a label, a macro image, a thumbnail.
 *
 * @param width columns
 * @param height rows
 * @param rgb interleaved 8-bit R G B, row by row, {@code 3 * width * height} bytes, owned by this
 *     record
 */
public record RgbImage(int width, int height, byte[] rgb) {
  /** Checks that size and bytes agree. */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "an RGB image of " + width + " x " + height + " px cannot have " + rgb.length + " bytes");
    }
  }
}
