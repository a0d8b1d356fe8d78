package org.intarsia.slideio.openslide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PremultipliedTest {
  @Test
  void coloursAreLaidOverTheBackground() {
    int[] argb = {7, 0xFF102030, 0x00000000, 0x80402000, 0x800000FF, 0x40404040};
    byte[] rgb = new byte[15];
    Premultiplied.over(argb, 1, 5, 0x80FF00, rgb);
    assertThat(rgb)
        .containsExactly(
            0x10,
            0x20,
            0x30,
            0x80,
            0xFF,
            0x00,
            0x40 + 64,
            0x20 + 127,
            0x00,
            64,
            127,
            0xFF,
            0x40 + 96,
            0x40 + 191,
            0x40);
  }

  @Test
  void allOpaqueAndAllClearPixelsAreExact() {
    byte[] rgb = new byte[3];
    for (int value = 0; value < 256; value++) {
      int grey = value << 16 | value << 8 | value;
      Premultiplied.over(new int[] {0xFF << 24 | grey}, 0, 1, 0x123456, rgb);
      assertThat(rgb).containsExactly(value, value, value);
      Premultiplied.over(new int[] {0}, 0, 1, grey, rgb);
      assertThat(rgb).containsExactly(value, value, value);
    }
  }
}
