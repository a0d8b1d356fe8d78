package org.intarsia.classifier.superpixels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuperpixelsTest {
  private static byte[] noise(long seed, int width, int height) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    return rgb;
  }

  /** Pieces of a seeded mosaic of rectangles, every number used. */
  private static Superpixels mosaic(long seed, int width, int height) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int across = 1 + random.nextInt(width);
    int down = 1 + random.nextInt(height);
    int[] numbers = new int[width * height];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / width * down / height * across + i % width * across / width;
    }
    return Superpixels.of(width, numbers);
  }

  @ParameterizedTest
  @CsvSource({"1,1,9", "7,5,9", "64,48,100", "50,200,400", "300,210,3000"})
  void everyPixelIsOfOneConnectedPiece(int width, int height, int area) {
    Superpixels pieces = Superpixels.slic(noise(1, width, height), width, height, area);
    int[] sizes = new int[pieces.count()];
    int[] firstSeen = new int[pieces.count()];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sizes[pieces.at(x, y)]++;
        firstSeen[pieces.at(x, y)] = y * width + x;
      }
    }
    assertThat(sizes).doesNotContain(0);
    for (int s = 0; s < sizes.length; s++) {
      assertThat(reached(pieces, firstSeen[s])).as("piece %d", s).isEqualTo(sizes[s]);
    }
  }

  private static int reached(Superpixels pieces, int start) {
    int width = pieces.width();
    boolean[] seen = new boolean[width * pieces.height()];
    int[] stack = new int[4 * seen.length + 4];
    int top = 0;
    int count = 0;
    stack[top++] = start;
    int piece = pieces.at(start % width, start / width);
    while (top > 0) {
      int i = stack[--top];
      if (seen[i] || pieces.at(i % width, i / width) != piece) {
        continue;
      }
      seen[i] = true;
      count++;
      if (i % width > 0) {
        stack[top++] = i - 1;
      }
      if (i % width < width - 1) {
        stack[top++] = i + 1;
      }
      if (i >= width) {
        stack[top++] = i - width;
      }
      if (i + width < seen.length) {
        stack[top++] = i + width;
      }
    }
    return count;
  }

  /**
   * Four flat quarters: no piece has pixels of two of them, and there are about as many as asked.
   */
  @Test
  void piecesFollowColours() {
    int side = 240;
    int[] colors = {0xC03060, 0xF0E8F0, 0x5040A0, 0xE0A0C0};
    byte[] rgb = new byte[3 * side * side];
    byte[] quarter = new byte[side * side];
    for (int i = 0; i < quarter.length; i++) {
      quarter[i] = (byte) ((i % side < 133 ? 0 : 1) + (i / side < 101 ? 0 : 2));
      for (int c = 0; c < 3; c++) {
        rgb[3 * i + c] = (byte) (colors[quarter[i]] >> (16 - 8 * c));
      }
    }
    Superpixels pieces = Superpixels.slic(rgb, side, side, 900);
    assertThat(pieces.count()).isBetween(48, 80);
    int[] majority = pieces.majority(quarter, 4);
    int wrong = 0;
    for (int i = 0; i < quarter.length; i++) {
      wrong += majority[pieces.at(i % side, i / side)] == quarter[i] ? 0 : 1;
    }
    assertThat(wrong).isLessThan(quarter.length / 500);
  }

  @Test
  void anEvenPictureIsCutIntoAGrid() {
    Superpixels pieces = Superpixels.slic(new byte[3 * 300 * 200], 300, 200, 2500);
    assertThat(pieces.count()).isEqualTo(24);
    assertThat(pieces.at(10, 10)).isZero();
    assertThat(pieces.at(290, 190)).isEqualTo(23);
  }

  /** The example of the derived figures, with touching at corners of both kinds. */
  @Test
  void theWorkedExample() {
    int[] numbers = {0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 2, 2, 3, 3};
    Superpixels four = Superpixels.of(4, numbers);
    assertThat(four.neighbours())
        .isDeepEqualTo(new int[][] {{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 2}});
    byte[] labels = new byte[16];
    for (int i = 0; i < 16; i++) {
      labels[i] = (byte) new int[] {1, 2, 2, 3}[numbers[i]];
    }
    SuperpixelFeatures features = new SuperpixelFeatures(4);
    features.add(four, labels);
    assertThat(features.touching(1, 2)).isEqualTo(4).isEqualTo(features.touching(2, 1));
    assertThat(features.touching(1, 3)).isEqualTo(2);
    assertThat(features.touching(2, 3)).isEqualTo(4);
    assertThat(features.touching(2, 2)).isEqualTo(4);
    double[] values = features.values();
    assertThat(values[1 * 4 + 2]).isCloseTo(4 / 14.0, within(1e-12));
    assertThat(Arrays.copyOfRange(values, 16, 20)).containsExactly(0, 0.25, 0.5, 0.25);
    assertThat(SuperpixelFeatures.names(List.of("a", "b", "c", "d")).get(6))
        .isEqualTo("superpixel_b_c");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rotationChangesNoFeature(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int width = 2 + random.nextInt(30);
    int height = 2 + random.nextInt(30);
    Superpixels pieces = mosaic(seed, width, height);
    byte[] labels = new byte[width * height];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.nextInt(10) == 0 ? 255 : random.nextInt(5));
    }
    int[] turnedNumbers = new int[labels.length];
    byte[] turnedLabels = new byte[labels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int to = x * height + height - 1 - y;
        turnedNumbers[to] = pieces.at(x, y);
        turnedLabels[to] = labels[y * width + x];
      }
    }
    double[] upright = features(pieces, labels);
    assertThat(features(Superpixels.of(height, turnedNumbers), turnedLabels)).isEqualTo(upright);
    assertThat(Arrays.stream(upright, 25, 30).sum()).isCloseTo(1, within(1e-12));
  }

  private static double[] features(Superpixels pieces, byte[] labels) {
    SuperpixelFeatures features = new SuperpixelFeatures(5);
    features.add(pieces, labels);
    return features.values();
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> Superpixels.of(2, new int[] {0, 2, 0, 0}))
        .hasMessage("no pixel is of superpixel 1 of 3");
    assertThatThrownBy(() -> Superpixels.slic(new byte[5], 2, 1, 100))
        .hasMessageStartingWith("5 bytes are no picture of 2 x 1 px");
    assertThatThrownBy(() -> mosaic(1, 3, 3).majority(new byte[9], 0))
        .hasMessage("label 0 is none of 0 classes");
  }

  @Test
  void eachBlockAddsItsCounts() {
    SuperpixelFeatures both = new SuperpixelFeatures(2);
    both.add(Superpixels.of(2, new int[] {0, 1}), new byte[] {0, 1});
    both.add(Superpixels.of(2, new int[] {0, 1}), new byte[] {1, 1});
    assertThat(both.values()).containsExactly(0, 2 / 6.0, 0, 4 / 6.0, 0.25, 0.75);
    assertThat(new SuperpixelFeatures(2).values()).containsOnly(0);
    assertThat(IntStream.range(0, 6).mapToDouble(i -> both.values()[i]).sum())
        .isCloseTo(2, within(1e-12));
  }
}
