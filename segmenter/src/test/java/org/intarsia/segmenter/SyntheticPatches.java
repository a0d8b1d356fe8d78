package org.intarsia.segmenter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.SyntheticBiopsy;
import org.intarsia.testdata.Tissue;

/**
 * Patches from a pool of rendered regions of synthetic biopsies, one biopsy and stain a region, the
 * four diagnoses in turn.
 *
 * <p>Half of the patches lie anywhere; the other half around a pixel of a class drawn evenly from
 * those that the region holds, so that rare tissues are seen. Each is turned and mirrored at
 * random, and its channels are brightened or darkened by a few percent.
 */
final class SyntheticPatches implements NetworkFit.Patches {
  static final int CLASSES = Tissue.values().length;
  private static final int BIOPSY = 2048;
  private static final int PLACES = 400;
  private static final List<Diagnosis> DIAGNOSES = List.of(Diagnosis.values());

  /** A rendered region with places where each class is found. */
  record Region(int side, byte[] rgb, byte[] labels, int[][] places) {}

  private final List<Region> regions;
  private final int patch;
  private final Random random;

  private SyntheticPatches(List<Region> regions, int patch, long seed) {
    this.regions = regions;
    this.patch = patch;
    this.random = new Random(seed);
  }

  static SyntheticPatches of(List<Region> regions, int patch, long seed) {
    return new SyntheticPatches(regions, patch, seed);
  }

  /** Renders {@code count} regions of as many biopsies, with seeds from {@code firstSeed} on. */
  static List<Region> render(long firstSeed, int count, int side, double micronsPerPixel) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> render(firstSeed + i, DIAGNOSES.get(i % DIAGNOSES.size()), side, micronsPerPixel))
        .toList();
  }

  static Region render(long seed, Diagnosis diagnosis, int side, double micronsPerPixel) {
    SyntheticBiopsy biopsy =
        SyntheticBiopsy.of(new BiopsySpec(seed, BIOPSY, BIOPSY, diagnosis, micronsPerPixel));
    Random random = new Random(seed);
    byte[] rgb = new byte[3 * side * side];
    byte[] labels = new byte[side * side];
    int x = random.nextInt(BIOPSY - side + 1);
    int y = random.nextInt(BIOPSY - side + 1);
    biopsy.render(x, y, side, side, rgb, labels);
    return new Region(side, rgb, labels, places(labels, random));
  }

  private static int[][] places(byte[] labels, Random random) {
    List<List<Integer>> found = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      found.add(new ArrayList<>());
    }
    for (int i = 0; i < 20 * PLACES; i++) {
      int place = random.nextInt(labels.length);
      List<Integer> list = found.get(labels[place]);
      if (list.size() < PLACES) {
        list.add(place);
      }
    }
    return found.stream()
        .filter(list -> !list.isEmpty())
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** Fraction of the pool's pixels that each class has. */
  static double[] frequencies(List<Region> regions) {
    double[] counts = new double[CLASSES];
    for (Region region : regions) {
      for (byte label : region.labels()) {
        counts[label]++;
      }
    }
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts).map(count -> count / total).toArray();
  }

  @Override
  public void next(byte[] rgb, byte[] labels) {
    Region region = regions.get(random.nextInt(regions.size()));
    int free = region.side() - patch;
    int left = random.nextInt(free + 1);
    int top = random.nextInt(free + 1);
    if (random.nextBoolean()) {
      int[] places = region.places()[random.nextInt(region.places().length)];
      int place = places[random.nextInt(places.length)];
      left = Math.max(0, Math.min(free, place % region.side() - random.nextInt(patch)));
      top = Math.max(0, Math.min(free, place / region.side() - random.nextInt(patch)));
    }
    cut(region, left, top, rgb, labels);
  }

  private void cut(Region region, int left, int top, byte[] rgb, byte[] labels) {
    int turn = random.nextInt(8);
    double[] gain = new double[3];
    for (int c = 0; c < 3; c++) {
      gain[c] = 1 + 0.04 * Math.max(-1.5, Math.min(1.5, random.nextGaussian()));
    }
    for (int y = 0; y < patch; y++) {
      for (int x = 0; x < patch; x++) {
        int u = (turn & 1) == 0 ? x : patch - 1 - x;
        int v = (turn & 2) == 0 ? y : patch - 1 - y;
        int from =
            (top + ((turn & 4) == 0 ? v : u)) * region.side() + left + ((turn & 4) == 0 ? u : v);
        int to = y * patch + x;
        labels[to] = region.labels()[from];
        for (int c = 0; c < 3; c++) {
          double value = (region.rgb()[3 * from + c] & 255) * gain[c];
          rgb[3 * to + c] = (byte) Math.min(255, Math.round(value));
        }
      }
    }
  }
}
