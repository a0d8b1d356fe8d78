package org.intarsia.classifier.learning.scores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedTestsTest {
  /** 2 (C(10,0) + C(10,1) + C(10,2)) / 1024, and chi squared of (|121 - 59| - 1)^2 / 180. */
  @Test
  void mcNemarByHand() {
    assertThat(PairedTests.mcNemar(2, 8)).isCloseTo(2 * 56 / 1024.0, within(1e-12));
    assertThat(PairedTests.mcNemar(8, 2)).isEqualTo(PairedTests.mcNemar(2, 8));
    assertThat(PairedTests.mcNemar(0, 0)).isOne();
    assertThat(PairedTests.mcNemar(3, 3)).isOne();
    assertThat(PairedTests.mcNemar(59, 121)).isCloseTo(5.4491e-06, within(1e-9));
    assertThat(PairedTests.mcNemar(20, 20)).isOne();
    assertThat(PairedTests.mcNemar(5, 203)).isBetween(1.7e-42, 1.8e-42);
  }

  /** Mean 0.02, variance 0.00025, five folds: t = 0.02 / sqrt((0.2 + 0.25) 0.00025) = 1.8856. */
  @Test
  void correctedTByHand() {
    double[] differences = {0.0, 0.01, 0.02, 0.03, 0.04};
    assertThat(PairedTests.correctedResampledT(differences, 0.25))
        .isCloseTo(0.132428, within(1e-5));
    assertThat(PairedTests.correctedResampledT(new double[] {0, 0, 0}, 0.25)).isOne();
    assertThat(PairedTests.correctedResampledT(new double[] {1, 1}, 0.25)).isZero();
    assertThat(PairedTests.correctedResampledT(new double[] {1}, 0.25)).isOne();
  }

  @Test
  void holmByHand() {
    assertThat(PairedTests.holm(new double[] {0.01, 0.04, 0.03, 0.005}))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(PairedTests.holm(new double[] {0.9, 0.8})).containsExactly(1, 1);
    assertThat(PairedTests.holm(new double[0])).isEmpty();
  }
}
