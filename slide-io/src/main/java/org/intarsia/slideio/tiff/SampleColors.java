package org.intarsia.slideio.tiff;

import java.util.Arrays;

/** What the samples of a pixel mean, and how they become R G B. */
interface SampleColors {
  /**
   * Converts decoded samples.
   *
   * @param samples interleaved, with the number of samples of this kind; may be changed
   * @param pixels how many pixels
   * @return interleaved R G B; may be {@code samples} itself
   */
  byte[] toRgb(byte[] samples, int pixels);

  /** R G B. */
  record Rgb() implements SampleColors {
    @Override
    public byte[] toRgb(byte[] samples, int pixels) {
      return samples;
    }
  }

  /** What to do with a sample behind the colours. */
  enum Alpha {
    /** Its meaning is not given: ignored. */
    IGNORED,
    /** Opacity, colours multiplied by it already: composed over white. */
    ASSOCIATED,
    /** Opacity, colours not multiplied: composed over white. */
    UNASSOCIATED;

    int over(int color, int alpha) {
      return switch (this) {
        case IGNORED -> color;
        case ASSOCIATED -> Math.min(255, color + 255 - alpha);
        case UNASSOCIATED -> (color * alpha + 255 * (255 - alpha) + 127) / 255;
      };
    }
  }

  /**
   * Colours with further samples behind them, of which one may be opacity.
   *
   * @param colors what the first samples mean
   * @param colorSamples how many they are
   * @param samples all samples of a pixel
   * @param alpha what the opacity is
   * @param alphaAt which sample it is; one of the further samples where {@code alpha} is ignored
   */
  record WithExtras(SampleColors colors, int colorSamples, int samples, Alpha alpha, int alphaAt)
      implements SampleColors {
    @Override
    public byte[] toRgb(byte[] interleaved, int pixels) {
      byte[] bare = new byte[colorSamples * pixels];
      for (int i = 0, in = 0, out = 0; i < pixels; i++, in += samples) {
        for (int c = 0; c < colorSamples; c++) {
          bare[out++] = interleaved[in + c];
        }
      }
      byte[] rgb = colors.toRgb(bare, pixels);
      if (alpha == Alpha.IGNORED) {
        return rgb;
      }
      for (int i = 0, in = alphaAt, out = 0; i < pixels; i++, in += samples) {
        int opacity = interleaved[in] & 0xFF;
        for (int c = 0; c < 3; c++, out++) {
          rgb[out] = (byte) alpha.over(rgb[out] & 0xFF, opacity);
        }
      }
      return rgb;
    }
  }

  /** One sample that stands for a colour: grey or palette. */
  final class Lookup implements SampleColors {
    private final byte[] table;

    private Lookup(byte[] table) {
      this.table = table;
    }

    /** Grey, 0 is black. */
    static Lookup grey() {
      byte[] table = new byte[768];
      for (int i = 0; i < 256; i++) {
        Arrays.fill(table, 3 * i, 3 * i + 3, (byte) i);
      }
      return new Lookup(table);
    }

    /** Grey, 0 is white. */
    static Lookup inverted() {
      byte[] table = grey().table;
      for (int i = 0; i < table.length; i++) {
        table[i] = (byte) ~table[i];
      }
      return new Lookup(table);
    }

    /**
     * A TIFF colour map: all reds, greens, blues of 16 bits, as many of each as the indices have
     * values. Maps that were wrongly written with 8-bit values are taken as such, as libtiff does.
     *
     * @param bits of an index, 1 to 8; the samples that come are stretched to 0 to 255
     */
    static Lookup palette(long[] map, int bits) {
      boolean wide = Arrays.stream(map).anyMatch(v -> v > 255);
      byte[] table = new byte[768];
      int count = 1 << bits;
      for (int i = 0; i < count; i++) {
        int stretched = (i * 255 + (count - 1) / 2) / (count - 1);
        for (int c = 0; c < 3; c++) {
          long value = map[count * c + i];
          table[3 * stretched + c] = (byte) (wide ? value >> 8 : value);
        }
      }
      return new Lookup(table);
    }

    @Override
    public byte[] toRgb(byte[] samples, int pixels) {
      byte[] rgb = new byte[3 * pixels];
      for (int i = 0, out = 0; i < pixels; i++, out += 3) {
        int in = 3 * (samples[i] & 0xFF);
        rgb[out] = table[in];
        rgb[out + 1] = table[in + 1];
        rgb[out + 2] = table[in + 2];
      }
      return rgb;
    }
  }

  /** Y Cb Cr, converted by the codec: nothing is left to be done. */
  record DecodedYcbcr() implements SampleColors {
    @Override
    public byte[] toRgb(byte[] samples, int pixels) {
      return samples;
    }
  }
}
