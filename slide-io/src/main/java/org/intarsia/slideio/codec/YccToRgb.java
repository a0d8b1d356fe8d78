package org.intarsia.slideio.codec;

/**
 * Full-range YCbCr to RGB by libjpeg's integer formula (ITU-R BT.601, 16 bit fixed point), so that
 * both JPEG decoders give the same pixels.
 */
public final class YccToRgb {
  private static final int HALF = 1 << 15;

  private YccToRgb() {}

  /** Converts {@code pixels} interleaved pixels in place. */
  public static void inPlace(byte[] interleaved, int pixels) {
    for (int i = 0, p = 0; i < pixels; i++, p += 3) {
      int y = interleaved[p] & 0xFF;
      int cb = (interleaved[p + 1] & 0xFF) - 128;
      int cr = (interleaved[p + 2] & 0xFF) - 128;
      interleaved[p] = clamp(y + ((91881 * cr + HALF) >> 16));
      interleaved[p + 1] = clamp(y + ((-22554 * cb - 46802 * cr + HALF) >> 16));
      interleaved[p + 2] = clamp(y + ((116130 * cb + HALF) >> 16));
    }
  }

  private static byte clamp(int value) {
    return (byte) Math.max(0, Math.min(255, value));
  }
}
