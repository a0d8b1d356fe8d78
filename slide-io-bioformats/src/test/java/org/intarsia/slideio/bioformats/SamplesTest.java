package org.intarsia.slideio.bioformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import loci.formats.FormatException;
import org.intarsia.slideio.bioformats.Samples.Kind;
import org.junit.jupiter.api.Test;

/** From the bytes that Bio-Formats gives to R G B, by hand. */
class SamplesTest {
  private static final byte[][] NONE = {};

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void interleavedStaysAsItIs() throws FormatException {
    Samples samples = new Samples(Kind.RGB_8, true, true, 255, NONE);
    assertThat(samples.toRgb(bytes(1, 2, 3, 4, 5, 6))).isEqualTo(bytes(1, 2, 3, 4, 5, 6));
  }

  @Test
  void planesAreInterleaved() throws FormatException {
    Samples samples = new Samples(Kind.RGB_8, false, true, 255, NONE);
    assertThat(samples.toRgb(bytes(1, 4, 2, 5, 3, 6))).isEqualTo(bytes(1, 2, 3, 4, 5, 6));
  }

  @Test
  void sixteenBitsAreScaledAndRounded() throws FormatException {
    byte[] little = bytes(0xFF, 0xFF, 0x80, 0x00, 0x81, 0x00);
    assertThat(new Samples(Kind.RGB_16, true, true, 65_535, NONE).toRgb(little))
        .as("65535, 128, 129: 128 is just below half a step of 257")
        .isEqualTo(bytes(255, 0, 1));
    byte[] big = bytes(0xFF, 0xFF, 0x00, 0x80, 0x00, 0x81);
    assertThat(new Samples(Kind.RGB_16, false, false, 65_535, NONE).toRgb(big))
        .isEqualTo(bytes(255, 0, 1));
  }

  @Test
  void planesOfSixteenBitsAreInterleaved() throws FormatException {
    byte[] planes = bytes(1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6, 0);
    assertThat(new Samples(Kind.RGB_16, false, false, 65_535, NONE).toRgb(planes))
        .isEqualTo(bytes(1, 2, 3, 4, 5, 6));
  }

  @Test
  void twelveBitsFillTheRange() throws FormatException {
    byte[] deep = bytes(0x0F, 0xFF, 0x08, 0x00, 0x00, 0x00);
    assertThat(new Samples(Kind.RGB_16, true, false, 4095, NONE).toRgb(deep))
        .isEqualTo(bytes(255, 128, 0));
  }

  @Test
  void indicesAreLookedUp() throws FormatException {
    byte[][] palette = {bytes(10, 11), bytes(20, 21), bytes(30, 31)};
    Samples samples = new Samples(Kind.INDEXED_8, true, true, 255, palette);
    assertThat(samples.toRgb(bytes(1, 0))).isEqualTo(bytes(11, 21, 31, 10, 20, 30));
    assertThatThrownBy(() -> samples.toRgb(bytes(0, 200)))
        .isInstanceOf(FormatException.class)
        .hasMessage("a pixel has the index 200, the palette 2 colours");
  }
}
