package org.intarsia.classifier.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.intarsia.classifier.masks.CoOccurrence.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CoOccurrenceTest {
  private static final List<Integer> DISTANCES = List.of(1, 2, 3, 7, 16);

  static long[] seeds() {
    return new Random(11).longs(120, 0, 1 << 20).toArray();
  }

  /** Pixel by pixel, as the definition says. */
  private static long direct(SeededMask mask, int dx, int dy, int from, int to) {
    long pairs = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.at(x, y) == from && mask.at(x + dx, y + dy) == to) {
          pairs++;
        }
      }
    }
    return pairs;
  }

  private static long direct(SeededMask mask, int distance, Direction direction, int a, int b) {
    return switch (direction) {
      case RIGHT -> direct(mask, distance, 0, a, b);
      case RIGHT_DOWN -> direct(mask, distance, distance, a, b);
      case DOWN -> direct(mask, 0, distance, a, b);
      case LEFT_DOWN -> direct(mask, -distance, distance, a, b);
    };
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bandsGiveTheCountsOfTheDefinition(long seed) {
    SeededMask mask = SeededMask.of(seed);
    CoOccurrence.Builder builder = CoOccurrence.builder(mask.classes(), DISTANCES);
    mask.inBands(seed, builder::accept);
    CoOccurrence pairs = builder.build();
    for (int distance : DISTANCES) {
      for (Direction direction : Direction.values()) {
        for (int a = 0; a < mask.classes(); a++) {
          for (int b = 0; b < mask.classes(); b++) {
            long expected = direct(mask, distance, direction, a, b);
            if (pairs.count(distance, direction, a, b) != expected) {
              assertThat(pairs.count(distance, direction, a, b))
                  .as("%d to %d, %d px %s", a, b, distance, direction)
                  .isEqualTo(expected);
            }
          }
        }
      }
    }
    assertThat(CoOccurrence.of(mask.labels(), mask.width(), mask.classes(), DISTANCES))
        .isEqualTo(pairs)
        .hasSameHashCodeAs(pairs);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aTurnedMaskHasTheSamePairs(long seed) {
    SeededMask mask = SeededMask.of(seed);
    SeededMask turned = mask.turned();
    CoOccurrence upright =
        CoOccurrence.of(mask.labels(), mask.width(), mask.classes(), List.of(1, 4));
    CoOccurrence lying =
        CoOccurrence.of(turned.labels(), turned.width(), mask.classes(), List.of(1, 4));
    for (int distance : List.of(1, 4)) {
      assertThat(lying.symmetric(distance)).containsExactly(upright.symmetric(distance));
      double sum = Arrays.stream(upright.normalized(distance)).sum();
      boolean none = Arrays.stream(upright.symmetric(distance)).sum() == 0;
      assertThat(sum).isCloseTo(none ? 0 : 1, within(1e-12));
    }
  }

  @Test
  void aWorkedExampleHasItsNumbers() {
    byte[] labels = {0, 0, 1, 1, 0, 0, 1, 1, 0, 2, 2, 2, 2, 2, 3, 3};
    CoOccurrence pairs = CoOccurrence.of(labels, 4, 4, List.of(1));
    assertThat(matrix(pairs, Direction.RIGHT))
        .containsExactly(2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 3, 1, 0, 0, 0, 1);
    assertThat(matrix(pairs, Direction.DOWN))
        .containsExactly(3, 0, 2, 0, 0, 2, 2, 0, 0, 0, 1, 2, 0, 0, 0, 0);
  }

  private static long[] matrix(CoOccurrence pairs, Direction direction) {
    long[] counts = new long[16];
    for (int i = 0; i < 16; i++) {
      counts[i] = pairs.count(1, direction, i / 4, i % 4);
    }
    return counts;
  }

  @Test
  void masksAddUp() {
    CoOccurrence a = CoOccurrence.of(new byte[] {0, 1, 1}, 3, 2, List.of(1));
    CoOccurrence b = CoOccurrence.of(new byte[] {1, 1}, 1, 2, List.of(1));
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).isNotEqualTo(a);
    assertThat(a.plus(b).symmetric(1)).containsExactly(0, 1, 1, 4);
    assertThat(a.plus(b).normalized(1)).containsExactly(0, 1 / 6.0, 1 / 6.0, 4 / 6.0);
    CoOccurrence far = CoOccurrence.of(new byte[] {1}, 1, 2, List.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.plus(far))
        .withMessage("pairs of 2 classes at [1] px and of 2 classes at [2] px cannot be added");
  }

  @Test
  void longRunsAreCutWhereTheyEnd() {
    for (int at = 1; at < 200; at++) {
      byte[] row = new byte[200];
      Arrays.fill(row, at, 200, (byte) 1);
      CoOccurrence pairs = CoOccurrence.of(row, 200, 2, List.of(1));
      assertThat(pairs.symmetric(1)).containsExactly(2L * (at - 1), 1, 1, 2L * (199 - at));
    }
  }

  @Test
  void argumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoOccurrence.builder(2, List.of(4, 4)))
        .withMessage("distances must ascend from 1 to at most 1024 px, not [4, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoOccurrence.builder(2, List.of(0)))
        .withMessageContaining("not [0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoOccurrence.builder(256, List.of(1)))
        .withMessage("a mask has 1 to 255 classes, not 256");
    CoOccurrence.Builder builder = CoOccurrence.builder(2, List.of(1));
    builder.accept(new byte[] {0, 1}, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.accept(new byte[3], 3, 1))
        .withMessage(
            "a band is 3 px wide and those before it 2 px; all bands of a mask are of one width");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.accept(new byte[3], 2, 2))
        .withMessage("3 labels are no band of 2 x 2 px");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.accept(new byte[] {0, 7}, 2, 1))
        .withMessage(
            "label 7 at (1, 1) is not one of 2 classes (0 to 1, or 255 for pixels that do not"
                + " count)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.build().symmetric(3))
        .withMessage("pairs at a distance of 3 px were not counted, only at [1]");
  }
}
