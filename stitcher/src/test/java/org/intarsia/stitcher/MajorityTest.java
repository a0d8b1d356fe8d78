package org.intarsia.stitcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MajorityTest {
  /** The rule in words: the most frequent, among equals the first in row-major order. */
  static byte byCounting(byte... labels) {
    byte best = labels[0];
    int most = 0;
    for (byte label : labels) {
      int count = 0;
      for (byte other : labels) {
        count += other == label ? 1 : 0;
      }
      if (count > most) {
        most = count;
        best = label;
      }
    }
    return best;
  }

  @Test
  void everyPatternOfFourLabelsFollowsTheRule() {
    for (int i = 0; i < 256; i++) {
      byte a = (byte) (i & 3);
      byte b = (byte) ((i >> 2) & 3);
      byte c = (byte) ((i >> 4) & 3);
      byte d = (byte) ((i >> 6) & 3);
      assertThat(Majority.of(a, b, c, d))
          .as("%d %d / %d %d", a, b, c, d)
          .isEqualTo(byCounting(a, b, c, d));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rowsAreHalvedPixelByPixelWithinTheirRange(long seed) {
    Random random = new Random(seed);
    for (int length = 0; length < 40; length++) {
      byte[] rows = new byte[4 * length + 9];
      byte label = 0;
      for (int i = 0; i < rows.length; i++) {
        label = random.nextInt(6) == 0 ? (byte) random.nextInt(256) : label;
        rows[i] = label;
      }
      int lower = 5 + 2 * length;
      byte[] halved = new byte[length + 4];
      Majority.halve(rows, 3, lower, halved, 2, length);
      for (int i = 0; i < halved.length; i++) {
        int at = 2 * (i - 2);
        byte expected =
            i < 2 || i >= length + 2
                ? 0
                : byCounting(rows[3 + at], rows[4 + at], rows[lower + at], rows[lower + at + 1]);
        assertThat(halved[i]).isEqualTo(expected);
      }
    }
  }
}
