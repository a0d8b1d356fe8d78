package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exact numbers of parameters of the published networks. */
class ParameterCountTest {
  private static Network named(String name, int classes) {
    return Networks.named(name, Networks.Size.published(classes));
  }

  @ParameterizedTest
  @CsvSource({
    "unet, 8, 31038088",
    "unet, 2, 31037698",
    "unet-valid, 8, 31032200",
    "unet-valid, 2, 31031810",
    "breast-biopsy, 8, 13000368",
    "breast-biopsy-dense-decoders, 8, 12925744",
    "breast-biopsy-dense-input, 8, 12991264",
    "breast-biopsy-dense, 8, 12916640",
    "breast-biopsy-plain, 8, 12801632",
    "breast-biopsy-residual, 8, 12801632",
    "breast-biopsy-multi, 8, 26005014",
    "breast-biopsy-dense-decoders-multi, 8, 25855766",
    "breast-biopsy-dense-input-multi, 8, 25986806",
    "breast-biopsy-dense-multi, 8, 25837558",
    "breast-biopsy-plain-multi, 8, 25607542",
    "ynet, 8, 2755488",
    "ynet-rcb, 8, 7624608"
  })
  void published(String name, int classes, long count) {
    assertThat(named(name, classes).parameterCount()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({"0.125, 485880", "0.25, 1941224", "0.5, 7760328"})
  void validUNetsOfReducedWidth(double width, long count) {
    Network network =
        Networks.named("unet-valid", new Networks.Size(8, width, OptionalInt.empty()));
    assertThat(network.parameterCount()).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({
    "breast-biopsy, 256, 256",
    "breast-biopsy, 384, 384",
    "breast-biopsy-multi, 384, 256",
    "ynet, 384, 384",
    "ynet, 256, 256",
    "encoder-vgg, 64, 64",
    "encoder-resnet, 64, 64",
    "encoder-inception, 64, 64",
    "unet-valid, 572, 388"
  })
  void outputSizes(String name, int size, int output) {
    assertThat(named(name, 8).outputSize(size)).isEqualTo(output);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> named("breast-biopsy", 8).outputSize(250))
        .hasMessage(
            "BreastBiopsyNet takes no picture of 250 px; the nearest legal sizes are 224 px and"
                + " 256 px");
  }

  @Test
  void anUnknownNetworkListsTheOthers() {
    assertThatThrownBy(() -> named("segnet", 8))
        .hasMessageStartingWith(
            "no network is called 'segnet'; there are unet, unet-valid, unet-halved,"
                + " breast-biopsy-plain, breast-biopsy-plain-multi");
    assertThat(Networks.descriptions()).hasSize(20);
  }
}
