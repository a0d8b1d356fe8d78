package org.intarsia.slideio.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.intarsia.slideio.TestImages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegStreamTest {
  private static final byte[] NO_TABLES = {};

  @Test
  void tablesGoBeforeTheImageAndOneMarkerStatesTheColours() throws IOException {
    byte[][] split = TestImages.split(TestImages.jpegYcbcr(TestImages.soft(32, 24, 1)));
    JpegStream stream = JpegStream.join(split[0], split[1], JpegColors.YCBCR);
    assertThat(stream.width()).isEqualTo(32);
    assertThat(stream.height()).isEqualTo(24);
    assertThat(stream.components()).isEqualTo(3);
    byte[] bytes = stream.bytes();
    assertThat(new int[] {bytes[2] & 0xFF, bytes[3] & 0xFF}).containsExactly(0xFF, 0xEE);
    assertThat(bytes[17]).as("Adobe transform").isEqualTo((byte) 1);
    JpegStream again = JpegStream.join(NO_TABLES, bytes, JpegColors.RGB);
    assertThat(again.bytes()).as("a joined stream is left as it is").isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "RGB, false, false",
    "RGB, true, false",
    "YCBCR, false, true",
    "YCBCR, true, true",
    "AS_STORED, true, true",
    "AS_STORED, false, true"
  })
  void theContainerDecidesUnlessAnAdobeMarkerDoes(JpegColors colors, boolean jfif, boolean ycbcr)
      throws IOException {
    byte[] jpeg =
        jfif
            ? TestImages.jpegYcbcr(TestImages.soft(16, 16, 1))
            : TestImages.jpegRgb(TestImages.soft(16, 16, 1));
    assertThat(JpegStream.join(NO_TABLES, jpeg, colors).ycbcr()).isEqualTo(ycbcr);
  }

  @Test
  void damagedHeadersAreRefused() {
    byte[] jpeg = TestImages.jpegYcbcr(TestImages.soft(16, 16, 1));
    byte[] noStart = jpeg.clone();
    noStart[1] = 0;
    assertThatThrownBy(() -> JpegStream.join(NO_TABLES, noStart, JpegColors.RGB))
        .isInstanceOf(CodecException.class)
        .hasMessage("JPEG image does not start with a start-of-image marker");
    byte[] longSegment = jpeg.clone();
    longSegment[4] = (byte) 0xFF;
    assertThatThrownBy(() -> JpegStream.join(NO_TABLES, longSegment, JpegColors.RGB))
        .isInstanceOf(CodecException.class)
        .hasMessage("JPEG image ends in marker e0");
  }
}
