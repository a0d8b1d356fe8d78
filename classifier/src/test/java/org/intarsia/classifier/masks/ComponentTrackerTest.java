package org.intarsia.classifier.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComponentTrackerTest {
  static long[] seeds() {
    return new Random(13).longs(150, 0, 1 << 20).toArray();
  }

  /** The pixels of one component, found by flooding. */
  private static List<int[]> flood(SeededMask mask, boolean[] seen, int startX, int startY) {
    List<int[]> pixels = new ArrayList<>();
    Deque<int[]> open = new ArrayDeque<>();
    open.add(new int[] {startX, startY});
    seen[startY * mask.width() + startX] = true;
    while (!open.isEmpty()) {
      int[] at = open.pop();
      pixels.add(at);
      for (int y = at[1] - 1; y <= at[1] + 1; y++) {
        for (int x = at[0] - 1; x <= at[0] + 1; x++) {
          boolean same = mask.at(x, y) == mask.at(at[0], at[1]);
          if (same && !seen[y * mask.width() + x]) {
            seen[y * mask.width() + x] = true;
            open.push(new int[] {x, y});
          }
        }
      }
    }
    return pixels;
  }

  private static ComponentStatistics of(SeededMask mask, List<int[]> pixels, int minimalPixels) {
    ComponentStatistics none = ComponentStatistics.none(minimalPixels);
    if (pixels.size() < minimalPixels) {
      return none;
    }
    int perimeter = 0;
    double x = 0;
    double y = 0;
    for (int[] at : pixels) {
      int label = mask.at(at[0], at[1]);
      perimeter += mask.at(at[0] - 1, at[1]) == label ? 0 : 1;
      perimeter += mask.at(at[0] + 1, at[1]) == label ? 0 : 1;
      perimeter += mask.at(at[0], at[1] - 1) == label ? 0 : 1;
      perimeter += mask.at(at[0], at[1] + 1) == label ? 0 : 1;
      x += at[0] / (double) pixels.size();
      y += at[1] / (double) pixels.size();
    }
    double xx = 1 / 12.0;
    double yy = 1 / 12.0;
    double xy = 0;
    for (int[] at : pixels) {
      xx += (at[0] - x) * (at[0] - x) / pixels.size();
      yy += (at[1] - y) * (at[1] - y) / pixels.size();
      xy += (at[0] - x) * (at[1] - y) / pixels.size();
    }
    double apart = Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
    double columns = spread(pixels, 0);
    double rows = spread(pixels, 1);
    return new ComponentStatistics(
        minimalPixels,
        new TreeMap<>(Map.of((long) pixels.size(), 1L)),
        perimeter,
        16.0 * pixels.size() / ((double) perimeter * perimeter),
        pixels.size() / (columns * rows),
        Math.sqrt(Math.max(0, 1 - (xx + yy - apart) / (xx + yy + apart))));
  }

  private static double spread(List<int[]> pixels, int axis) {
    int least = pixels.stream().mapToInt(at -> at[axis]).min().orElseThrow();
    int most = pixels.stream().mapToInt(at -> at[axis]).max().orElseThrow();
    return most - least + 1.0;
  }

  private static List<ComponentStatistics> direct(SeededMask mask, int minimalPixels) {
    List<ComponentStatistics> all = new ArrayList<>();
    for (int label = 0; label < mask.classes(); label++) {
      all.add(ComponentStatistics.none(minimalPixels));
    }
    boolean[] seen = new boolean[mask.labels().length];
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (!seen[y * mask.width() + x] && mask.at(x, y) != 255) {
          List<int[]> pixels = flood(mask, seen, x, y);
          int label = mask.at(x, y);
          all.set(label, all.get(label).plus(of(mask, pixels, minimalPixels)));
        }
      }
    }
    return all;
  }

  private static void assertSame(ComponentStatistics actual, ComponentStatistics expected) {
    assertThat(actual.sizes()).isEqualTo(expected.sizes());
    assertThat(actual.perimeters()).isEqualTo(expected.perimeters());
    assertThat(actual.compactness()).isCloseTo(expected.compactness(), within(1e-9));
    assertThat(actual.extents()).isCloseTo(expected.extents(), within(1e-9));
    assertThat(actual.eccentricities()).isCloseTo(expected.eccentricities(), within(1e-6));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bandsGiveTheComponentsOfFlooding(long seed) {
    SeededMask mask = SeededMask.of(seed);
    int minimalPixels = 1 + new Random(seed).nextInt(4);
    List<ComponentStatistics> expected = direct(mask, minimalPixels);
    ComponentTracker tracker = ComponentTracker.of(mask.classes(), minimalPixels);
    mask.inBands(seed, tracker::accept);
    ComponentTracker turned = ComponentTracker.of(mask.classes(), minimalPixels);
    mask.turned().inBands(seed, turned::accept);
    for (int label = 0; label < mask.classes(); label++) {
      assertSame(tracker.build().get(label), expected.get(label));
      assertSame(turned.build().get(label), expected.get(label));
    }
    ComponentTracker whole = ComponentTracker.of(mask.classes(), minimalPixels);
    whole.accept(mask.labels(), mask.width(), mask.height());
    assertThat(tracker.build())
        .as("not a bit depends on the bands")
        .isEqualTo(whole.build())
        .isEqualTo(tracker.build());
  }

  @Test
  void theMaskUpToHereIsCountedAtAnyTime() {
    SeededMask mask = SeededMask.of(4711);
    ComponentTracker tracker = ComponentTracker.of(mask.classes(), 1);
    for (int y = 0; y < mask.height(); y++) {
      byte[] upper = Arrays.copyOf(mask.labels(), (y + 1) * mask.width());
      tracker.accept(Arrays.copyOfRange(upper, y * mask.width(), upper.length), mask.width(), 1);
      SeededMask part = new SeededMask(mask.width(), y + 1, mask.classes(), upper);
      List<ComponentStatistics> expected = direct(part, 1);
      for (int label = 0; label < mask.classes(); label++) {
        assertSame(tracker.build().get(label), expected.get(label));
      }
    }
  }

  private static ComponentStatistics only(byte[] labels, int width) {
    return ComponentTracker.of(2, 1).accept(labels, width, labels.length / width).build().get(1);
  }

  @ParameterizedTest(name = "{0} x {1} at ({2}, {3})")
  @CsvSource({"1,1,0,0", "7,3,5,9", "3,7,40,2", "60,1,0,0", "1,60,59,0", "31,17,29,43"})
  void aRectangleHasItsAreaAndItsMoments(int width, int height, int left, int top) {
    byte[] labels = new byte[60 * 60];
    for (int y = top; y < top + height; y++) {
      Arrays.fill(labels, y * 60 + left, y * 60 + left + width, (byte) 1);
    }
    ComponentStatistics one = only(labels, 60);
    double ratio = Math.min(width, height) / (double) Math.max(width, height);
    assertThat(one.sizes()).containsExactly(Map.entry((long) width * height, 1L));
    assertThat(one.perimeters()).isEqualTo(2L * (width + height));
    assertThat(one.meanExtent()).isEqualTo(1);
    assertThat(one.meanCompactness())
        .isCloseTo(4.0 * width * height / Math.pow(width + height, 2), within(1e-12));
    assertThat(one.meanEccentricity()).isCloseTo(Math.sqrt(1 - ratio * ratio), within(1e-7));
  }

  @Test
  void aDiscIsRound() {
    int radius = 200;
    byte[] labels = new byte[401 * 401];
    long pixels = 0;
    for (int y = -radius; y <= radius; y++) {
      for (int x = -radius; x <= radius; x++) {
        if (x * x + y * y <= radius * radius) {
          labels[(y + radius) * 401 + x + radius] = 1;
          pixels++;
        }
      }
    }
    ComponentStatistics disc = only(labels, 401);
    assertThat(disc.largestPixels()).isEqualTo(pixels);
    assertThat(disc.perimeters()).isEqualTo(8L * radius + 4);
    assertThat(disc.meanCompactness()).isCloseTo(Math.PI / 4, within(0.005));
    assertThat(disc.meanExtent()).isCloseTo(Math.PI / 4, within(0.005));
    assertThat(disc.meanEccentricity()).isLessThan(1e-6);
  }

  @Test
  void aThinRingOfCornersIsOneComponent() {
    byte[] diamond = {0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0};
    assertThat(only(diamond, 5).sizes()).containsExactly(Map.entry(8L, 1L));
    assertThat(only(diamond, 5).perimeters()).isEqualTo(32);
  }

  @Test
  void sizesHaveMeanMedianAndLargest() {
    byte[] row = {1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1};
    ComponentStatistics sizes = only(row, row.length);
    assertThat(sizes.number()).isEqualTo(4);
    assertThat(sizes.pixels()).isEqualTo(11);
    assertThat(sizes.meanPixels()).isEqualTo(2.75);
    assertThat(sizes.medianPixels()).isEqualTo(2.5);
    assertThat(sizes.largestPixels()).isEqualTo(5);
    assertThat(sizes.meanPerimeter()).isEqualTo((4 + 6 + 12 + 8) / 4.0);
    ComponentStatistics more = sizes.plus(only(new byte[] {1, 1, 1}, 3));
    assertThat(more.number()).isEqualTo(5);
    assertThat(more.medianPixels()).isEqualTo(3);
  }

  @Test
  void noComponentIsZeros() {
    ComponentStatistics none = only(new byte[] {0, 0, 0}, 3);
    assertThat(none).isEqualTo(ComponentStatistics.none(1));
    assertThat(none.number() + none.pixels() + none.largestPixels()).isZero();
    assertThat(none.meanPixels() + none.medianPixels() + none.meanPerimeter()).isZero();
    assertThat(none.meanCompactness() + none.meanExtent() + none.meanEccentricity()).isZero();
  }

  @Test
  void memoryFollowsTheWidth() {
    Random random = new Random(1);
    byte[] band = new byte[64 * 100];
    ComponentTracker tracker = ComponentTracker.of(4, 1);
    for (int i = 0; i < 100; i++) {
      for (int at = 0; at < band.length; at++) {
        band[at] = (byte) random.nextInt(4);
      }
      tracker.accept(band, 64, 100);
      assertThat(tracker.open()).hasSizeLessThanOrEqualTo(64);
    }
    long pixels = tracker.build().stream().mapToLong(ComponentStatistics::pixels).sum();
    assertThat(pixels).isEqualTo(64L * 100 * 100);
  }

  @Test
  void aComponentOfManyGigapixelsIsStillASquare() {
    OpenComponent square = new OpenComponent(0, 0, 0);
    int side = 200_000;
    for (int y = 0; y < side; y++) {
      square.add(y, 0, side, y == 0 ? 0 : side);
    }
    assertThat(square.pixels()).isEqualTo((long) side * side);
    assertThat(square.perimeter()).isEqualTo(4L * side);
    assertThat(square.compactness()).isEqualTo(1);
    assertThat(square.eccentricity()).isLessThan(1e-4);
  }

  @Test
  void argumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComponentTracker.of(2, 0))
        .withMessage("the least size of a component must be at least 1 px, not 0");
    ComponentStatistics two = ComponentStatistics.none(2);
    ComponentStatistics three = ComponentStatistics.none(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.plus(three))
        .withMessage("components of at least 2 px and of at least 3 px cannot be added");
  }
}
