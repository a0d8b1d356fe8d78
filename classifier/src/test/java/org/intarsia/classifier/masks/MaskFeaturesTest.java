package org.intarsia.classifier.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.TissueHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MaskFeaturesTest {
  private static final FeatureSettings SETTINGS = new FeatureSettings(List.of(1, 3), 2);

  static long[] seeds() {
    return new Random(14).longs(60, 0, 1 << 20).toArray();
  }

  private static List<String> names(SeededMask mask) {
    return IntStream.range(0, mask.classes()).mapToObj(i -> "Class " + i).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bandsChangeNothingAndEverythingIsFinite(long seed) {
    SeededMask mask = SeededMask.of(seed);
    MaskFeatures whole =
        MaskFeatures.of(mask.classes(), SETTINGS)
            .accept(mask.labels(), mask.width(), mask.height());
    MaskFeatures bands = MaskFeatures.of(mask.classes(), SETTINGS);
    mask.inBands(seed, bands::accept);
    DiagnosisFeatures features = bands.features(names(mask), 0, OptionalDouble.of(0.5));
    assertThat(features).isEqualTo(whole.features(names(mask), 0, OptionalDouble.of(0.5)));
    assertThat(bands.counts()).isEqualTo(whole.counts());
    MaskFeatures far = MaskFeatures.of(mask.classes(), new FeatureSettings(List.of(3), 2));
    mask.inBands(seed, far::accept);
    assertThat(far.counts().interfaces()).isEqualTo(whole.counts().interfaces());
    assertThat(features.names()).isEqualTo(MaskFeatures.columns(names(mask), 0, SETTINGS));
    for (double value : features.toArray()) {
      assertThat(value).isFinite().isNotNegative();
    }
    for (int distance : SETTINGS.distances()) {
      double sum =
          features.names().stream()
              .filter(name -> name.endsWith("_cooc_d" + distance))
              .mapToDouble(features::value)
              .sum();
      if (sum != 0) {
        assertThat(sum).isCloseTo(1, within(1e-9));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTurnedMaskHasTheSameFeatures(long seed) {
    SeededMask mask = SeededMask.of(seed);
    SeededMask turned = mask.turned();
    DiagnosisFeatures upright =
        MaskFeatures.of(mask.classes(), SETTINGS)
            .accept(mask.labels(), mask.width(), mask.height())
            .features(names(mask), 0, OptionalDouble.of(0.5));
    DiagnosisFeatures lying =
        MaskFeatures.of(mask.classes(), SETTINGS)
            .accept(turned.labels(), turned.width(), turned.height())
            .features(names(mask), 0, OptionalDouble.of(0.5));
    assertThat(lying.names()).isEqualTo(upright.names());
    assertThat(lying.toArray()).containsExactly(upright.toArray(), within(1e-6));
  }

  @Test
  void theFirstColumnsAreThoseOfTheHistogram() {
    byte[] labels = {0, 1, 1, 2, 0, 1, (byte) 255, 2};
    List<String> names = List.of("Background", "Benign epithelium", "blood");
    DiagnosisFeatures features =
        MaskFeatures.of(3, new FeatureSettings(List.of(1), 1))
            .accept(labels, 4, 2)
            .features(names, 0, OptionalDouble.of(1000));
    DiagnosisFeatures first =
        DiagnosisFeatures.of(TissueHistogram.of(2, 3, 2), names, 0, OptionalDouble.of(1000));
    assertThat(features.names()).startsWith(first.names().toArray(String[]::new));
    first.asMap().forEach((name, value) -> assertThat(features.number(name)).isEqualTo(value));
    assertThat(features.names().subList(first.names().size(), features.names().size()))
        .startsWith("background_mm2", "benign_epithelium_mm2", "blood_mm2", "background_components")
        .endsWith(
            "background__benign_epithelium_cooc_d1",
            "background__blood_cooc_d1",
            "benign_epithelium__benign_epithelium_cooc_d1",
            "benign_epithelium__blood_cooc_d1",
            "blood__blood_cooc_d1");
    assertThat(features.number("benign_epithelium_mm2")).isEqualTo(3.0);
    assertThat(features.number("benign_epithelium_components")).isEqualTo(1L);
    assertThat(features.number("benign_epithelium_component_largest_px")).isEqualTo(3L);
    assertThat(features.number("background__benign_epithelium_interface_px")).isEqualTo(2L);
    assertThat(features.number("background__benign_epithelium_interface_mm")).isEqualTo(2.0);
    assertThat(features.number("benign_epithelium__blood_interface_px")).isEqualTo(1L);
  }

  @Test
  void withoutAPixelSizeThereAreNoMillimetres() {
    DiagnosisFeatures features =
        MaskFeatures.of(2, SETTINGS)
            .accept(new byte[] {0, 1}, 2, 1)
            .features(List.of("a", "b"), 0, OptionalDouble.empty());
    assertThat(features.names())
        .contains("a__b_interface_px")
        .noneMatch(name -> name.endsWith("_mm") || name.endsWith("_mm2"));
  }

  @Test
  void masksAddUpAsIfTheyDidNotTouch() {
    FeatureSettings settings = new FeatureSettings(List.of(1), 1);
    byte[] one = {0, 1, 1};
    byte[] other = {1, 1, 0};
    byte[] apart = {0, 1, 1, (byte) 255, 1, 1, 0};
    MaskCounts sum =
        MaskFeatures.of(2, settings)
            .accept(one, 3, 1)
            .counts()
            .plus(MaskFeatures.of(2, settings).accept(other, 3, 1).counts());
    assertThat(sum).isEqualTo(MaskFeatures.of(2, settings).accept(apart, 7, 1).counts());
    MaskCounts three = MaskFeatures.of(3, settings).counts();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sum.plus(three))
        .withMessage("histograms of 2 and 3 classes cannot be added");
  }

  @Test
  void classNamesCannotMakeTwoColumnsOne() {
    List<String> names = List.of("x", "x component largest", "x  x", "interface", "Tissue", "a_b");
    List<String> columns = MaskFeatures.columns(names, 0, SETTINGS);
    assertThat(columns)
        .doesNotHaveDuplicates()
        .contains("x_component_largest_px", "x_component_largest_1_px", "x_x_px", "tissue_4_px")
        .contains("x_component_largest_1__a_b_interface_px");
  }

  @Test
  void argumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSettings(List.of(1), 0))
        .withMessage("the least size of a component must be at least 1 px, not 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSettings(List.of(16, 1), 1))
        .withMessage("distances must ascend from 1 to at most 1024 px, not [16, 1]");
    assertThat(FeatureSettings.standard()).isEqualTo(new FeatureSettings(List.of(1), 16));
  }
}
