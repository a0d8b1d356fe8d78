package org.intarsia.slideio.tiff;

/**
 * From Y Cb Cr to R G B by the coefficients and the black and white points that a TIFF states, in
 * libtiff's fixed-point arithmetic ({@code tif_color.c}).
 */
final class YcbcrTables implements SampleColors {
  private static final int SHIFT = 16;
  private static final int HALF = 1 << (SHIFT - 1);
  private static final float WIDEST = 128f * 32;

  private final int[] luma = new int[256];
  private final int[] redOfCr = new int[256];
  private final int[] greenOfCr = new int[256];
  private final int[] greenOfCb = new int[256];
  private final int[] blueOfCb = new int[256];

  private YcbcrTables(float[] weights, float[] range) {
    float toRed = 2 - 2 * weights[0];
    float toBlue = 2 - 2 * weights[2];
    int cr = fixed(toRed);
    int crGreen = -fixed(weights[0] * toRed / weights[1]);
    int cb = fixed(toBlue);
    int cbGreen = -fixed(weights[2] * toBlue / weights[1]);
    for (int i = 0; i < 256; i++) {
      int crValue = code(i - 128, range[4] - 128, range[5] - 128, 127);
      int cbValue = code(i - 128, range[2] - 128, range[3] - 128, 127);
      luma[i] = code(i, range[0], range[1], 255);
      redOfCr[i] = (cr * crValue + HALF) >> SHIFT;
      blueOfCb[i] = (cb * cbValue + HALF) >> SHIFT;
      greenOfCr[i] = crGreen * crValue;
      greenOfCb[i] = cbGreen * cbValue + HALF;
    }
  }

  /**
   * The tables.
   *
   * @param weights of red, green and blue in luma, green not 0
   * @param range black and white of Y, Cb and Cr, six values
   */
  static YcbcrTables of(float[] weights, float[] range) {
    return new YcbcrTables(weights, range);
  }

  private static int fixed(float value) {
    return (int) (Math.max(0f, Math.min(2f, value)) * (1 << SHIFT) + 0.5);
  }

  private static int code(int value, float black, float white, int most) {
    float span = white - black == 0 ? 1 : white - black;
    float scaled = (value - (int) black) * (float) most / span;
    return (int) Math.max(-WIDEST, Math.min(WIDEST, scaled));
  }

  @Override
  public byte[] toRgb(byte[] samples, int pixels) {
    for (int i = 0, at = 0; i < pixels; i++, at += 3) {
      int y = luma[samples[at] & 0xFF];
      int cb = samples[at + 1] & 0xFF;
      int cr = samples[at + 2] & 0xFF;
      samples[at] = clamp(y + redOfCr[cr]);
      samples[at + 1] = clamp(y + ((greenOfCb[cb] + greenOfCr[cr]) >> SHIFT));
      samples[at + 2] = clamp(y + blueOfCb[cb]);
    }
    return samples;
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
