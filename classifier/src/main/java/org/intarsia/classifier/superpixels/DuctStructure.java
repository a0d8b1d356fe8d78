package org.intarsia.classifier.superpixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Which tissues lie in and around ducts, layer by layer (Mercan et al. 2019): with eight classes 88
 * numbers.
 *
 * <p>Ducts are the components of some classes after an erosion with a 50 px square, at least 30,000
 * px large. Each is cut out with a margin of 821 px and divided into superpixels of 3,000 px. Those
 * under the outline of the filled duct's convex hull are the border. From there five layers grow
 * outwards and five inwards. A layer's numbers are how many superpixels of each class it has, over
 * all ducts, divided by the sum of all.
 *
 * <p><b>How layers grow.</b> A superpixel that touches the last layers, and is in none, goes
 * inwards if its centroid is nearer to the duct's than the mean of those that it touches there,
 * otherwise outwards: the publication says nearer, not than what. Unlike the released code this
 * looks at the last duct too, and touching is mutual.
 *
 * <p>Not thread-safe.
 */
public final class DuctStructure {
  /** Layers, from the outermost over the border, which is number 5, to the innermost. */
  public static final int LAYERS = 11;

  private static final int BORDER = 5;
  private static final int ERODED = 50;
  private static final int SMALLEST_DUCT = 30_000;
  private static final int MARGIN = (int) (Math.sqrt(SuperpixelFeatures.PUBLISHED_AREA) * 15);
  private static final long FEWEST = 50;

  private final int classes;
  private final Set<Integer> ductClasses;
  private final long[] counts;
  private int ducts;

  /**
   * Counts of nothing yet.
   *
   * @param classes labels are below it
   * @param ductClasses labels that ducts are made of: epithelium, secretion, necrosis
   */
  public DuctStructure(int classes, Set<Integer> ductClasses) {
    for (int label : ductClasses) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "label %d is none of %d classes".formatted(label, classes));
      }
    }
    this.classes = classes;
    this.ductClasses = Set.copyOf(ductClasses);
    this.counts = new long[LAYERS * classes];
  }

  /**
   * Adds the ducts of a region.
   *
   * @param rgb its picture, interleaved R G B
   * @param labels its labels, one a pixel, row by row; 255 does not count
   * @param width columns
   */
  public void add(byte[] rgb, byte[] labels, int width) {
    if (width < 1 || labels.length % width != 0 || rgb.length != 3L * labels.length) {
      throw new IllegalArgumentException(
          "%d bytes and %d labels are no region of %d columns"
              .formatted(rgb.length, labels.length, width));
    }
    boolean[] inside = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      inside[i] = ductClasses.contains(labels[i] & 0xFF);
    }
    for (Duct duct : Duct.find(Morphology.eroded(inside, width, ERODED), width, SMALLEST_DUCT)) {
      add(duct, rgb, labels, width);
    }
  }

  private void add(Duct duct, byte[] rgb, byte[] labels, int width) {
    int height = labels.length / width;
    Crop crop = Crop.around(duct, MARGIN, width, height);
    byte[] colors = crop.of(rgb, width, 3);
    byte[] truth = crop.of(labels, width, 1);
    Superpixels pieces =
        Superpixels.slic(colors, crop.width(), crop.height(), SuperpixelFeatures.PUBLISHED_AREA);
    int[] majority = pieces.majority(truth, classes);
    int[] layers = layers(duct, crop, pieces);
    long[] found = new long[counts.length];
    long total = 0;
    for (int s = 0; s < layers.length; s++) {
      if (layers[s] >= 0 && majority[s] >= 0) {
        found[layers[s] * classes + majority[s]]++;
        total++;
      }
    }
    if (total > FEWEST) {
      ducts++;
      Arrays.setAll(counts, i -> counts[i] + found[i]);
    }
  }

  /** The layer of each piece, -1 for none. */
  private static int[] layers(Duct duct, Crop crop, Superpixels pieces) {
    int[] layers = new int[pieces.count()];
    Arrays.fill(layers, -1);
    BitSet last = new BitSet();
    for (int[] point : ConvexHull.outline(duct.points())) {
      int s = pieces.at(point[0] - crop.left(), point[1] - crop.top());
      if (layers[s] < 0) {
        layers[s] = BORDER;
        last.set(s);
      }
    }
    double[] distances =
        distances(pieces, duct.centreX() - crop.left(), duct.centreY() - crop.top());
    int[][] neighbours = pieces.neighbours();
    for (int step = 1; step <= BORDER; step++) {
      List<Integer> next = new ArrayList<>();
      for (int s = 0; s < layers.length; s++) {
        if (layers[s] >= 0) {
          continue;
        }
        double sum = 0;
        int touched = 0;
        for (int t : neighbours[s]) {
          if (last.get(t)) {
            sum += distances[t];
            touched++;
          }
        }
        if (touched > 0) {
          next.add(distances[s] < sum / touched ? s : -1 - s);
        }
      }
      last.clear();
      for (int s : next) {
        int piece = s < 0 ? -1 - s : s;
        layers[piece] = s < 0 ? BORDER - step : BORDER + step;
        last.set(piece);
      }
    }
    return layers;
  }

  /** From the centroid of each piece to a point. */
  private static double[] distances(Superpixels pieces, double x, double y) {
    double[] sums = new double[3 * pieces.count()];
    for (int row = 0; row < pieces.height(); row++) {
      for (int column = 0; column < pieces.width(); column++) {
        int s = pieces.at(column, row);
        sums[3 * s] += column;
        sums[3 * s + 1] += row;
        sums[3 * s + 2]++;
      }
    }
    double[] distances = new double[pieces.count()];
    for (int s = 0; s < distances.length; s++) {
      double members = sums[3 * s + 2];
      distances[s] = Math.hypot(sums[3 * s] / members - x, sums[3 * s + 1] / members - y);
    }
    return distances;
  }

  /** How many ducts were counted. */
  public int ducts() {
    return ducts;
  }

  /** The numbers, in the order of {@link #names}; they sum to 1, or are all 0 without a duct. */
  public double[] values() {
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToDouble(n -> total == 0 ? 0 : n / total).toArray();
  }

  /**
   * What the numbers are called: the layers from {@code out5} over {@code border} to {@code in5}.
   *
   * @param columns a name for each class, as in columns of tables
   */
  public static List<String> names(List<String> columns) {
    List<String> names = new ArrayList<>();
    for (int layer = 0; layer < LAYERS; layer++) {
      String place =
          layer == BORDER
              ? "border"
              : layer < BORDER ? "out" + (BORDER - layer) : "in" + (layer - BORDER);
      for (String column : columns) {
        names.add("duct_" + place + "_" + column);
      }
    }
    return names;
  }
}
