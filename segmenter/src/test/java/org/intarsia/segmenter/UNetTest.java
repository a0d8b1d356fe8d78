package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UNetTest {
  @ParameterizedTest(name = "valid {0} -> {1}, width {2}: {3}")
  @CsvSource({
    "1, 1, 64, 31030593",
    "1, 2, 64, 31030658",
    "3, 1, 64, 31031745",
    "3, 2, 64, 31031810",
    "3, 8, 64, 31032200",
    "3, 8, 8, 485880",
    "3, 8, 16, 1941224",
    "3, 8, 32, 7760328"
  })
  void theOriginalHasThePublishedNumberOfParameters(
      int inputs, int classes, int width, long parameters) {
    assertThat(new UNet(inputs, classes, 5, width).valid().parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest(name = "same {0} -> {1}: {2}")
  @CsvSource({"3, 1, 31037633", "3, 2, 31037698", "3, 8, 31038088"})
  void thePaddedOneHasTheUsualNumberOfParameters(int inputs, int classes, long parameters) {
    assertThat(new UNet(inputs, classes, 5, 64).same().parameterCount()).isEqualTo(parameters);
  }

  @ParameterizedTest(name = "same with bias {0} -> {1}: {2}")
  @CsvSource({"1, 2, 31042434", "3, 2, 31043586", "3, 8, 31043976"})
  void thePaddedOneWithBiasHasTheUsualNumberOfParameters(int inputs, int classes, long parameters) {
    assertThat(new UNet(inputs, classes, 5, 64).sameBiased().parameterCount())
        .isEqualTo(parameters);
  }

  @Test
  void theSmallOneOfTheSyntheticTaskHasItsNumberOfParameters() {
    assertThat(new UNet(3, 3, 5, 8).sameBiased().parameterCount()).isEqualTo(487_307);
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({"572, 388", "188, 4", "444, 260", "428, 244"})
  void theOriginalLosesAMarginOf92(int size, int output) {
    assertThat(UNet.published(2).valid().outputSize(size)).isEqualTo(output);
  }

  @Test
  void anIllegalSizeIsRefusedWithTheLegalOnes() {
    Network net = UNet.published(2).valid();
    assertThatThrownBy(() -> net.outputSize(570))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ValidUNet takes no picture of 570 px; the nearest legal sizes are 556 px and 572 px");
    assertThatThrownBy(() -> net.outputSize(100))
        .hasMessage("ValidUNet takes no picture of 100 px; the nearest legal sizes are 188 px");
    assertThatThrownBy(() -> net.outputSize(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void legalSizesAreThoseOfTheLaw() {
    Network valid = new UNet(3, 2, 5, 1).valid();
    Network same = new UNet(3, 2, 5, 1).same();
    for (int n = 1; n < 600; n++) {
      assertThat(valid.accepts(n)).as("valid, %d px", n).isEqualTo(n >= 188 && n % 16 == 12);
      assertThat(same.accepts(n)).as("same, %d px", n).isEqualTo(n % 16 == 0);
    }
    assertThat(same.outputSize(256)).isEqualTo(256);
  }

  @Test
  void skipsAreCroppedByThePublishedMargins() {
    assertThat(UNet.published(2).valid().cropMargins()).containsExactly(4, 16, 40, 88);
    assertThat(UNet.published(2).same().cropMargins()).isEmpty();
  }

  @Test
  void theNumberOfLevelsIsBounded() {
    assertThatThrownBy(() -> new UNet(3, 2, 1, 8)).hasMessage("a U-Net has 2 to 6 levels, not 1");
    assertThatThrownBy(() -> new UNet(3, 2, 5, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
