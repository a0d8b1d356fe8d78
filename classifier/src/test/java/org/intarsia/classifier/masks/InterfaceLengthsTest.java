package org.intarsia.classifier.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterfaceLengthsTest {
  static long[] seeds() {
    return new Random(12).longs(120, 0, 1 << 20).toArray();
  }

  private static InterfaceLengths of(byte[] labels, int width, int classes) {
    return InterfaceLengths.of(CoOccurrence.of(labels, width, classes, List.of(1)));
  }

  private static long direct(SeededMask mask, int a, int b) {
    long edges = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        int here = mask.at(x, y);
        for (int there : new int[] {mask.at(x + 1, y), mask.at(x, y + 1)}) {
          if (here != there && Math.min(here, there) == a && Math.max(here, there) == b) {
            edges++;
          }
        }
      }
    }
    return edges;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bandsGiveTheEdgesOfTheDefinition(long seed) {
    SeededMask mask = SeededMask.of(seed);
    CoOccurrence.Builder builder = CoOccurrence.builder(mask.classes(), List.of(1, 3));
    mask.inBands(seed, builder::accept);
    InterfaceLengths lengths = InterfaceLengths.of(builder.build());
    for (int a = 0; a < mask.classes(); a++) {
      assertThat(lengths.edges(a, a)).isZero();
      for (int b = a + 1; b < mask.classes(); b++) {
        assertThat(lengths.edges(a, b)).isEqualTo(direct(mask, a, b));
        assertThat(lengths.edges(b, a)).isEqualTo(lengths.edges(a, b));
      }
    }
    SeededMask turned = mask.turned();
    assertThat(of(turned.labels(), turned.width(), mask.classes()))
        .isEqualTo(lengths)
        .hasSameHashCodeAs(lengths);
  }

  @Test
  void aRectangleHasItsCircumference() {
    byte[] labels = new byte[40 * 30];
    for (int y = 5; y < 17; y++) {
      Arrays.fill(labels, y * 40 + 8, y * 40 + 29, (byte) 1);
    }
    InterfaceLengths lengths = of(labels, 40, 3);
    assertThat(lengths.edges(0, 1)).isEqualTo(2 * (12 + 21));
    assertThat(lengths.millimetres(1, 0, 0.5)).isCloseTo(0.033, within(1e-15));
    assertThat(lengths.edges(1, 2)).isZero();
  }

  @Test
  void pixelsThatDoNotCountHaveNoBorder() {
    byte[] labels = {0, (byte) 255, 1, 0, (byte) 255, 1};
    assertThat(of(labels, 3, 2).edges(0, 1)).isZero();
  }

  @Test
  void neighboursMustHaveBeenCounted() {
    CoOccurrence farther = CoOccurrence.of(new byte[] {0, 1, 0}, 3, 2, List.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InterfaceLengths.of(farther))
        .withMessage("pairs at a distance of 1 px were not counted, only at [2]");
  }

  @Test
  void masksAddUp() {
    InterfaceLengths a = of(new byte[] {0, 1, 0}, 3, 2);
    InterfaceLengths b = of(new byte[] {1, 0}, 1, 2);
    assertThat(a.plus(b).edges(0, 1)).isEqualTo(3);
    InterfaceLengths three = of(new byte[] {1, 0}, 1, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.plus(three))
        .withMessage("borders of 2 and 3 classes cannot be added");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.edges(0, 2))
        .withMessage("label 2 is not one of 2 classes");
  }
}
