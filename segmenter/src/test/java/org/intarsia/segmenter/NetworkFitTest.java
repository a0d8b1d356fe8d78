package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NetworkFitTest {
  private static final Network NETWORK = new UNet(3, 3, 2, 4).same();

  private static NetworkFit.Settings settings(int steps, double learningRate) {
    return new NetworkFit.Settings(32, 4, steps, learningRate, List.of(1.0, 2.0, 2.0), 1);
  }

  /** Noisy discs whose colour tells their class. */
  private static void disc(Random random, byte[] rgb, byte[] labels) {
    int label = 1 + random.nextInt(2);
    int centre = 10 + random.nextInt(12);
    for (int i = 0; i < labels.length; i++) {
      int dy = i / 32 - centre;
      int dx = i % 32 - centre;
      boolean inside = dx * dx + dy * dy < 80;
      labels[i] = (byte) (inside ? label : 0);
      int[] color =
          inside
              ? (label == 1 ? new int[] {180, 90, 160} : new int[] {120, 90, 190})
              : new int[] {230, 220, 230};
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (color[c] + random.nextInt(20));
      }
    }
  }

  private static Weights fit(int steps, List<Double> losses) throws IOException {
    Random random = new Random(4);
    return NetworkFit.fit(
        NETWORK,
        Weights.initial(NETWORK, 1),
        Normalization.UNIT,
        settings(steps, 0.03),
        (rgb, labels) -> disc(random, rgb, labels),
        (step, loss) -> losses.add(loss));
  }

  @Test
  void theLossFallsAndEveryTensorMoves() throws IOException {
    List<Double> losses = new ArrayList<>();
    Weights fitted = fit(80, losses);
    assertThat(losses).hasSize(80);
    assertThat(losses.get(0)).isGreaterThan(0.7);
    assertThat(Collections.max(losses.subList(70, 80))).isLessThan(0.35 * losses.get(0));
    Weights start = Weights.initial(NETWORK, 1);
    for (String name : start.names()) {
      assertThat(fitted.values(name)).as(name).isNotEqualTo(start.values(name));
    }
  }

  @Test
  void twoFitsOnOneThreadAgree() throws IOException {
    assertThat(fit(3, new ArrayList<>())).isEqualTo(fit(3, new ArrayList<>()));
  }

  @Test
  void aLossThatRunsAwayIsReported() {
    assertThatThrownBy(
            () ->
                NetworkFit.fit(
                    NETWORK,
                    Weights.initial(NETWORK, 1),
                    new Normalization(1e38, List.of(0.0, 0.0, 0.0), List.of(1e-9, 1e-9, 1e-9)),
                    settings(3, 1),
                    (rgb, labels) -> disc(new Random(1), rgb, labels),
                    (step, loss) -> {}))
        .isInstanceOf(SegmentationException.class)
        .hasMessageStartingWith("the loss is NaN after 1 steps");
  }

  @Test
  void aNetworkWithoutPaddingIsRefused() {
    Network valid = new UNet(3, 3, 2, 4).valid();
    assertThatThrownBy(
            () ->
                NetworkFit.fit(
                    valid,
                    Weights.initial(valid, 1),
                    Normalization.UNIT,
                    settings(1, 0.1),
                    (rgb, labels) -> {},
                    (step, loss) -> {}))
        .hasMessage(
            "ValidUNet puts out 16 px for patches of 32 px; fitting needs a padded network");
  }
}
