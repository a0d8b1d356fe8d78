package org.intarsia.slideio.openslide;

/** Pixels as OpenSlide gives them: A R G B in an int, colours multiplied by alpha. */
final class Premultiplied {
  private Premultiplied() {}

  /**
   * Lays pixels over a colour.
   *
   * @param argb pixels
   * @param from index of the first
   * @param count how many
   * @param background the colour, as 0xRRGGBB
   * @param rgb their interleaved R G B, from index 0 on
   */
  static void over(int[] argb, int from, int count, int background, byte[] rgb) {
    int out = 0;
    for (int i = from; i < from + count; i++) {
      int pixel = argb[i];
      int alpha = pixel >>> 24;
      int solid = alpha == 255 ? pixel : over(pixel, 255 - alpha, background);
      rgb[out++] = (byte) (solid >> 16);
      rgb[out++] = (byte) (solid >> 8);
      rgb[out++] = (byte) solid;
    }
  }

  private static int over(int pixel, int rest, int background) {
    int solid = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int below = ((background >> shift & 0xFF) * rest + 127) / 255;
      solid |= Math.min(255, (pixel >> shift & 0xFF) + below) << shift;
    }
    return solid;
  }
}
