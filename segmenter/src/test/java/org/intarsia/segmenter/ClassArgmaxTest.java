package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Random;
import org.intarsia.segmenter.ClassArgmax.Scores;
import org.intarsia.slideio.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassArgmaxTest {
  private static final float[] ODD = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  @ParameterizedTest(name = "{0} classes, {1} pixels")
  @CsvSource({"1, 5", "2, 1", "3, 2047", "8, 2048", "8, 2049", "5, 10000", "256, 300"})
  void theFirstOfTheLargest(int classes, int area) {
    Random random = new Random(classes * 31L + area);
    float[] scores = new float[classes * area];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          switch (random.nextInt(3)) {
            case 0 -> ODD[random.nextInt(ODD.length)];
            case 1 -> random.nextInt(5) - 2;
            default -> (float) random.nextGaussian();
          };
    }
    byte[] expected = new byte[area];
    for (int i = 0; i < area; i++) {
      int best = 0;
      for (int c = 1; c < classes; c++) {
        best = scores[c * area + i] > scores[best * area + i] ? c : best;
      }
      expected[i] = (byte) best;
    }
    int before = 7;
    ByteBuffer labels = ByteBuffer.allocate(area + 2).put((byte) 99);
    Region all = new Region(3, -5, area, 1);
    new ClassArgmax(classes)
        .find(new Scores(bits(scores, before), before, all, false), all, labels);
    check(expected, labels);
    float[] besideEachOther = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      besideEachOther[i % area * classes + i / area] = scores[i];
    }
    labels = ByteBuffer.allocate(area + 2).put((byte) 99);
    new ClassArgmax(classes)
        .find(new Scores(bits(besideEachOther, before), before, all, true), all, labels);
    check(expected, labels);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPartOfAPicture(boolean channelsLast) {
    Region all = new Region(-4, 100, 5, 4);
    Region part = new Region(-3, 101, 3, 2);
    float[] scores = new float[2 * 20];
    for (int i = 0; i < 20; i++) {
      scores[channelsLast ? 2 * i + 1 : 20 + i] = i % 3 - 0.5f;
    }
    ByteBuffer labels = ByteBuffer.allocate(7);
    new ClassArgmax(2).find(new Scores(bits(scores, 2), 2, all, channelsLast), part, labels);
    assertThat(labels.position()).isEqualTo(6);
    assertThat(labels.array()).containsExactly(0, 1, 1, 1, 0, 1, 0);
    assertThatThrownBy(
            () ->
                new ClassArgmax(2)
                    .find(
                        new Scores(bits(scores, 2), 2, all, channelsLast),
                        new Region(-3, 101, 5, 1),
                        labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not within");
  }

  private static void check(byte[] expected, ByteBuffer labels) {
    int area = expected.length;
    assertThat(labels.position()).isEqualTo(area + 1);
    byte[] found = new byte[area];
    labels.get(1, found);
    assertThat(found).isEqualTo(expected);
    assertThat(labels.get(0)).isEqualTo((byte) 99);
    assertThat(labels.get(area + 1)).isZero();
  }

  private static IntBuffer bits(float[] scores, int before) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Float.BYTES * (before + scores.length))
            .order(ByteOrder.nativeOrder());
    bytes.position(Float.BYTES * before);
    for (float score : scores) {
      bytes.putFloat(score);
    }
    return bytes.clear().asIntBuffer();
  }

  @Test
  void impossibleNumbersOfClasses() {
    assertThatThrownBy(() -> new ClassArgmax(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes must be 1 to 256, not 0");
    assertThatThrownBy(() -> new ClassArgmax(257)).hasMessage("classes must be 1 to 256, not 257");
  }
}
