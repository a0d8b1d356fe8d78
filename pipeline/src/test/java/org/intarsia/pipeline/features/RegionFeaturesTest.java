package org.intarsia.pipeline.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.Tissue;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionFeaturesTest {
  private static final Set<Integer> DUCTS = Set.of(1, 2, 5, 7);
  private static final List<String> COLUMNS =
      Arrays.stream(Tissue.values()).map(tissue -> "t" + tissue.label()).toList();

  @TempDir private Path folder;

  private Map<String, Double> features(double micronsPerPixel, int width, int height, Path mask)
      throws IOException {
    SyntheticCohort cohort = cohort(micronsPerPixel, width, height);
    SyntheticCohort.Member member = cohort.members().get(2);
    Path slide = cohort.writeSlide(folder, member);
    try (LabelMask open = LabelMask.open(mask)) {
      return features(open).of(slide, ReadOptions.defaults(), open);
    }
  }

  private static RegionFeatures features(LabelMask mask) {
    LabelKey key = mask.statedKey().orElseThrow();
    return new RegionFeatures(key, COLUMNS, DUCTS);
  }

  private static SyntheticCohort cohort(double micronsPerPixel, int width, int height) {
    return new SyntheticCohort(
        SyntheticCohort.Patients.inTurn(3),
        21,
        width,
        height,
        micronsPerPixel,
        PyramidOptions.Format.GENERIC);
  }

  private Path mask(double micronsPerPixel, int width, int height) throws IOException {
    SyntheticCohort cohort = cohort(micronsPerPixel, width, height);
    return cohort.writeMask(folder, cohort.members().get(2));
  }

  @Test
  void aDcisRegionHasSuperpixelsAndDucts() throws IOException {
    Path mask = mask(1, 1000, 800);
    Map<String, Double> values = features(1, 1000, 800, mask);
    assertThat(values).hasSize(72 + 88);
    List<Double> numbers = List.copyOf(values.values());
    assertThat(sum(numbers.subList(0, 64))).isCloseTo(1, within(1e-9));
    assertThat(sum(numbers.subList(64, 72))).isCloseTo(1, within(1e-9));
    assertThat(sum(numbers.subList(72, 160))).isCloseTo(1, within(1e-9));
    assertThat(values.get("superpixel_t2")).isGreaterThan(0.05);
    assertThat(values.get("duct_border_t2")).isPositive();
    try (LabelMask open = LabelMask.open(mask)) {
      assertThat(List.copyOf(values.keySet())).isEqualTo(features(open).names());
    }
    Map<String, Double> finer = features(0.5, 2000, 1600, mask);
    assertThat(finer.get("superpixel_t2"))
        .as("a slide twice as fine is read at the mask's resolution")
        .isCloseTo(values.get("superpixel_t2"), within(0.05));
  }

  private static double sum(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  @Test
  void aMaskOfAnotherShapeIsRefused() throws IOException {
    Path mask = mask(4, 300, 200);
    assertThatThrownBy(() -> features(4, 300, 300, mask))
        .hasMessageContaining("which is not the shape of its mask")
        .hasMessageContaining("300 x 200 px");
    assertThatThrownBy(() -> features(4, 150, 100, mask))
        .hasMessageContaining("has 150 x 100 px, which is not");
  }
}
