package org.intarsia.slideio.tiff;

import java.util.Arrays;

/** What the samples of a pixel mean, and how they become R G B. */
sealed interface SampleColors {
  /**
   * Converts decoded samples.
   *
   * @param samples interleaved, with the number of samples of this kind
   * @param pixels how many pixels
   * @return interleaved R G B; {@code samples} itself where nothing is to be done
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

  /** R G B and a fourth sample. */
  record Rgba(Alpha alpha) implements SampleColors {
    @Override
    public byte[] toRgb(byte[] samples, int pixels) {
      byte[] rgb = new byte[3 * pixels];
      for (int i = 0, in = 0, out = 0; i < pixels; i++, in += 4, out += 3) {
        int a = samples[in + 3] & 0xFF;
        rgb[out] = (byte) alpha.over(samples[in] & 0xFF, a);
        rgb[out + 1] = (byte) alpha.over(samples[in + 1] & 0xFF, a);
        rgb[out + 2] = (byte) alpha.over(samples[in + 2] & 0xFF, a);
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
     * A TIFF colour map: 256 reds, greens, blues of 16 bits. Maps that were wrongly written with
     * 8-bit values are taken as such, as libtiff does.
     */
    static Lookup palette(long[] map) {
      boolean wide = Arrays.stream(map).anyMatch(v -> v > 255);
      byte[] table = new byte[768];
      for (int i = 0; i < 256; i++) {
        for (int c = 0; c < 3; c++) {
          long value = map[256 * c + i];
          table[3 * i + c] = (byte) (wide ? value >> 8 : value);
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
