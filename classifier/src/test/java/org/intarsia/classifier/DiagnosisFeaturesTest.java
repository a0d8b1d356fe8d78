package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisFeaturesTest {
  private static final List<String> NAMES = List.of("Background", "Benign epithelium", "blood");

  @Test
  void namesOrderAndValuesAreFixed() {
    DiagnosisFeatures features =
        DiagnosisFeatures.of(TissueHistogram.of(60, 30, 10), NAMES, 0, OptionalDouble.of(0.5));
    assertThat(features.names())
        .containsExactly(
            "tissue_px",
            "tissue_mm2",
            "tissue_entropy",
            "background_px",
            "background_fraction",
            "benign_epithelium_px",
            "benign_epithelium_fraction",
            "blood_px",
            "blood_fraction",
            "benign_epithelium_tissue_fraction",
            "blood_tissue_fraction");
    double entropy = -(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)) / Math.log(2);
    assertThat(features.toArray())
        .containsExactly(
            new double[] {40, 1e-5, entropy, 60, 0.6, 30, 0.3, 10, 0.1, 0.75, 0.25}, within(1e-15));
    assertThat(features.value("blood_px")).isEqualTo(10);
  }

  @Test
  void countsAreExactAsLong() {
    long large = (1L << 60) + 1;
    DiagnosisFeatures features =
        DiagnosisFeatures.of(TissueHistogram.of(7, large, 0), NAMES, 0, OptionalDouble.empty());
    assertThat(features.number("tissue_px")).isEqualTo(large);
    assertThat(features.number("benign_epithelium_px")).isEqualTo(large);
  }

  @Test
  void withoutAPixelSizeThereIsNoArea() {
    DiagnosisFeatures features =
        DiagnosisFeatures.of(TissueHistogram.of(1, 1, 1), NAMES, 0, OptionalDouble.empty());
    assertThat(features.names()).doesNotContain("tissue_mm2");
    assertThatThrownBy(() -> features.value("tissue_mm2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no feature is called 'tissue_mm2'; there are [tissue_px, ");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void sharesAddUpAndEverythingIsFinite(long seed) {
    Random random = new Random(seed);
    int classes = 2 + random.nextInt(20);
    int background = random.nextInt(classes);
    long[] counts = new long[classes];
    for (int i = 0; i < classes; i++) {
      counts[i] = random.nextInt(3) == 0 ? 0 : random.nextLong() >>> (8 + random.nextInt(50));
    }
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "Class " + i).toList();
    TissueHistogram histogram = TissueHistogram.of(counts);
    DiagnosisFeatures features =
        DiagnosisFeatures.of(histogram, names, background, OptionalDouble.of(0.25));

    assertThat(DoubleStream.of(features.toArray())).allMatch(Double::isFinite);
    double all = 0;
    double tissue = 0;
    for (int i = 0; i < classes; i++) {
      all += features.value("class_" + i + "_fraction");
      tissue += i == background ? 0 : features.value("class_" + i + "_tissue_fraction");
    }
    assertThat(all).isCloseTo(histogram.total() == 0 ? 0 : 1, within(1e-12));
    assertThat(tissue).isCloseTo(features.value("tissue_px") == 0 ? 0 : 1, within(1e-12));
    assertThat(features.value("tissue_entropy"))
        .isBetween(0.0, Math.log(classes - 1) / Math.log(2) + 1e-9);
  }

  @Test
  void aMaskOfGlassHasZeros() {
    DiagnosisFeatures features =
        DiagnosisFeatures.of(TissueHistogram.of(9, 0, 0), NAMES, 0, OptionalDouble.of(1));
    assertThat(features.value("tissue_px")).isZero();
    assertThat(features.value("blood_tissue_fraction")).isZero();
    assertThat(features.value("tissue_entropy")).isZero();
    assertThat(features.value("background_fraction")).isEqualTo(1);
  }

  @Test
  void namesBecomeColumns() {
    DiagnosisFeatures features =
        DiagnosisFeatures.of(
            TissueHistogram.of(1, 1),
            List.of("Élastic Fibres (type-II) ", "IN SITU"),
            0,
            OptionalDouble.empty());
    assertThat(features.names()).contains("elastic_fibres_type_ii_px", "in_situ_px");
  }

  @Test
  void classesWhoseColumnsWouldBeTheSameGetTheirLabel() {
    DiagnosisFeatures features =
        DiagnosisFeatures.of(
            TissueHistogram.of(1, 2, 3, 4, 5, 6),
            List.of("a b", "A-B", "Tissue", "?!", "x", "x tissue"),
            0,
            OptionalDouble.empty());
    assertThat(features.number("tissue_px")).isEqualTo(20L);
    assertThat(features.names().stream().filter(name -> name.endsWith("_px")))
        .containsExactly(
            "tissue_px",
            "a_b_px",
            "a_b_1_px",
            "tissue_2_px",
            "class_3_px",
            "x_px",
            "x_tissue_5_px");
    assertThat(features.value("x_tissue_fraction")).isEqualTo(5.0 / 20);
    assertThat(features.value("x_tissue_5_tissue_fraction")).isEqualTo(6.0 / 20);
  }

  @Test
  void argumentsAreNamed() {
    TissueHistogram two = TissueHistogram.of(1, 1);
    OptionalDouble size = OptionalDouble.of(1);
    assertThatThrownBy(() -> DiagnosisFeatures.of(two, NAMES, 0, size))
        .hasMessage("3 names do not fit 2 classes");
    assertThatThrownBy(() -> DiagnosisFeatures.of(two, List.of("a", "b"), 2, size))
        .hasMessage("label 2 is not one of 2 classes");
    assertThatThrownBy(
            () -> DiagnosisFeatures.of(two, List.of("a", "b"), 0, OptionalDouble.of(Double.NaN)))
        .hasMessageContaining("micrometres wide, not NaN");
  }
}
