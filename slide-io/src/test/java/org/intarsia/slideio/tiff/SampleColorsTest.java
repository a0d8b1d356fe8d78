package org.intarsia.slideio.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.intarsia.slideio.tiff.SampleColors.Alpha;
import org.intarsia.slideio.tiff.SampleColors.Lookup;
import org.intarsia.slideio.tiff.SampleColors.Rgb;
import org.intarsia.slideio.tiff.SampleColors.WithExtras;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleColorsTest {
  @ParameterizedTest
  @CsvSource({
    "IGNORED, 10, 0, 10",
    "ASSOCIATED, 0, 0, 255",
    "ASSOCIATED, 10, 100, 165",
    "ASSOCIATED, 77, 255, 77",
    "ASSOCIATED, 255, 0, 255",
    "UNASSOCIATED, 10, 0, 255",
    "UNASSOCIATED, 10, 128, 132",
    "UNASSOCIATED, 10, 255, 10"
  })
  void alphaIsComposedOverWhite(Alpha kind, int color, int alpha, int expected) {
    byte[] rgba = {(byte) color, (byte) color, (byte) color, (byte) alpha};
    assertThat(new WithExtras(new Rgb(), 3, 4, kind, 3).toRgb(rgba, 1)).containsOnly(expected);
  }

  @Test
  void whiteIsZeroIsInverted() {
    assertThat(Lookup.inverted().toRgb(new byte[] {0, (byte) 255}, 2))
        .containsExactly(255, 255, 255, 0, 0, 0);
  }

  @Test
  void colourMapsOfEightBitsAreTakenAsSuch() {
    long[] narrow = LongStream.range(0, 768).map(i -> i % 256).toArray();
    long[] wide = LongStream.range(0, 768).map(i -> i % 256 * 257).toArray();
    byte[] index = {(byte) 200};
    assertThat(Lookup.palette(narrow, 8).toRgb(index, 1)).containsExactly(200, 200, 200);
    assertThat(Lookup.palette(wide, 8).toRgb(index, 1)).containsExactly(200, 200, 200);
  }
}
