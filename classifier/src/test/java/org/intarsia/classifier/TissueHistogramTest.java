package org.intarsia.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TissueHistogramTest {
  private static TissueHistogram random(Random random, int classes) {
    TissueHistogram.Builder builder = TissueHistogram.builder(classes);
    for (int i = random.nextInt(5); i > 0; i--) {
      builder.add(labels(random, classes, random.nextInt(300)));
    }
    return builder.add(random.nextInt(classes), random.nextLong() >>> 8).build();
  }

  private static byte[] labels(Random random, int classes, int length) {
    byte[] labels = new byte[length];
    for (int i = 0; i < length; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
    return labels;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void addingIsAssociativeAndCommutative(long seed) {
    Random random = new Random(seed);
    int classes = 1 + random.nextInt(256);
    TissueHistogram a = random(random, classes);
    TissueHistogram b = random(random, classes);
    TissueHistogram c = random(random, classes);
    TissueHistogram none = TissueHistogram.builder(classes).build();

    assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
    assertThat(a.plus(none)).isEqualTo(a);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyLabelIsCountedOnceHoweverTheAreaIsCut(long seed) {
    Random random = new Random(seed);
    int classes = 1 + random.nextInt(256);
    byte[] labels = labels(random, classes, random.nextInt(2000));
    long[] expected = new long[classes];
    for (byte label : labels) {
      expected[label & 0xFF]++;
    }
    TissueHistogram.Builder builder = TissueHistogram.builder(classes);
    int from = 0;
    while (from < labels.length) {
      int length = Math.min(labels.length - from, random.nextInt(40));
      builder.add(labels, from, length);
      from += length;
    }
    TissueHistogram histogram = builder.build();

    assertThat(histogram.counts()).isEqualTo(expected);
    assertThat(histogram.total()).isEqualTo(labels.length);
    double sum = 0;
    for (int label = 0; label < classes; label++) {
      sum += histogram.fraction(label);
    }
    assertThat(sum).isCloseTo(labels.length == 0 ? 0 : 1, within(1e-12));
  }

  @Test
  void countsBeyondThirtyTwoBitsAreExact() {
    byte[] mebi = new byte[1 << 20];
    TissueHistogram.Builder builder = TissueHistogram.builder(2).add(1, (1L << 53) + 1);
    for (int i = 0; i < 3 * 1024; i++) {
      builder.add(mebi);
    }
    TissueHistogram histogram = builder.add(new byte[] {1}).build();
    assertThat(histogram.count(0)).isEqualTo(3L << 30);
    assertThat(histogram.count(1)).isEqualTo((1L << 53) + 2);
    assertThat(histogram.total()).isEqualTo((1L << 53) + 2 + (3L << 30));
  }

  @Test
  void aSumBeyondSixtyFourBitsIsRefused() {
    TissueHistogram almost = TissueHistogram.of(Long.MAX_VALUE, 0);
    assertThatThrownBy(() -> almost.plus(TissueHistogram.of(1, 0)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("9223372036854775807 and 1 pixels exceed 64 bits");
    assertThatThrownBy(() -> TissueHistogram.of(Long.MAX_VALUE, 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest(name = "label {0} of {1} classes")
  @CsvSource({"8, 8", "255, 8", "128, 127", "1, 1"})
  void aLabelWithoutAClassIsRefusedAndNothingCounted(int label, int classes) {
    TissueHistogram.Builder builder = TissueHistogram.builder(classes);
    byte[] labels = {0, 0, 0, 0, 0, (byte) label};
    assertThatThrownBy(() -> builder.add(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label " + label + " is not one of " + classes + " classes");
    assertThat(builder.build().total()).isZero();
    assertThat(builder.add(labels, 0, 5).build().count(0)).isEqualTo(5);
  }

  @Test
  void argumentsAreNamed() {
    assertThatThrownBy(() -> TissueHistogram.builder(257))
        .hasMessage("a histogram has 1 to 256 classes, not 257");
    assertThatThrownBy(() -> TissueHistogram.of(1, -2))
        .hasMessage("the count of class 1 must not be negative: -2");
    assertThatThrownBy(() -> TissueHistogram.of(1).plus(TissueHistogram.of(1, 2)))
        .hasMessage("histograms of 1 and 2 classes cannot be added");
    assertThatThrownBy(() -> TissueHistogram.of(1).count(1))
        .hasMessage("label 1 is not one of 1 classes");
    assertThatThrownBy(() -> TissueHistogram.builder(1).add(0, -1))
        .hasMessage("pixels must not be negative: -1");
    assertThatThrownBy(() -> TissueHistogram.builder(1).add(new byte[4], 3, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aBuildersResultDoesNotChangeLater() {
    TissueHistogram.Builder builder = TissueHistogram.builder(1).add(new byte[3]);
    TissueHistogram before = builder.build();
    builder.add(new byte[2]);
    assertThat(before.total()).isEqualTo(3);
    before.counts()[0] = 9;
    assertThat(before.count(0)).isEqualTo(3);
    assertThat(before).hasToString("TissueHistogram[3]");
  }
}
