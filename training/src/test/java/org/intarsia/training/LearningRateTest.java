package org.intarsia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
  @Test
  void aConstantRateStaysAfterItsRise() {
    LearningRate rate = new LearningRate(0.3, new LearningRate.Decay.Constant(), 2, 100);
    assertThat(rate.at(0)).isCloseTo(0.1, within(1e-12));
    assertThat(rate.at(1)).isCloseTo(0.2, within(1e-12));
    assertThat(rate.at(2)).isEqualTo(0.3);
    assertThat(rate.at(99)).isEqualTo(0.3);
  }

  @Test
  void stairsFallAtTheirInterval() {
    LearningRate rate = new LearningRate(1, new LearningRate.Decay.Stairs(10, 0.1), 5, 100);
    assertThat(rate.at(14)).isEqualTo(1);
    assertThat(rate.at(15)).isCloseTo(0.1, within(1e-12));
    assertThat(rate.at(25)).isCloseTo(0.01, within(1e-12));
  }

  @Test
  void aPolynomialEndsNearZero() {
    LearningRate rate = new LearningRate(2, new LearningRate.Decay.Polynomial(0.9), 0, 1000);
    assertThat(rate.at(0)).isEqualTo(2);
    assertThat(rate.at(500)).isCloseTo(2 * Math.pow(0.5, 0.9), within(1e-12));
    assertThat(rate.at(999)).isCloseTo(2 * Math.pow(0.001, 0.9), within(1e-12));
    assertThat(rate.at(1000)).isZero();
  }

  @Test
  void aCosineIsAtHalfInTheMiddle() {
    LearningRate rate = new LearningRate(2, new LearningRate.Decay.Cosine(), 100, 300);
    assertThat(rate.at(100)).isEqualTo(2);
    assertThat(rate.at(200)).isCloseTo(1, within(1e-12));
    assertThat(rate.at(299)).isBetween(0.0, 1e-3);
  }

  @Test
  void wrongNumbersAreNamed() {
    LearningRate.Decay constant = new LearningRate.Decay.Constant();
    assertThatThrownBy(() -> new LearningRate(0, constant, 0, 10))
        .hasMessage("the learning rate must be positive, not 0.0");
    assertThatThrownBy(() -> new LearningRate(1, constant, 10, 10))
        .hasMessage("a warm-up of 10 steps does not fit into 10 steps");
    assertThatThrownBy(() -> new LearningRate.Decay.Stairs(0, 0.1))
        .hasMessageStartingWith("stairs need an interval of at least 1 step");
    assertThatThrownBy(() -> new LearningRate.Decay.Polynomial(-1))
        .hasMessage("the power must be positive, not -1.0");
  }
}
