package org.intarsia.classifier.superpixels;

import java.util.Arrays;

/**
 * Simple linear iterative clustering (Achanta et al., IEEE Trans. Pattern Anal. Mach. Intell. 2012,
 * 34:2274): k-means in colour and place, each centre looking only at the pixels around it.
 *
 * <p>Colours are smoothed over five pixels first. Centres begin on a regular grid. A pixel with two
 * equally near centres goes to the one with the lower number, so that the result depends on nothing
 * but the pixels.
 */
final class Slic {
  /** Weight of the distance in the plane against that of colours. */
  private static final double COMPACTNESS = 10;

  private static final int ITERATIONS = 10;

  /** L, a, b, x, y of a centre. */
  private static final int CENTRE = 5;

  private final int width;
  private final int height;
  private final float[] lab;
  private final float[] centres;
  private final int reach;
  private final float planeWeight;
  private final int[] labels;
  private final float[] distances;

  private Slic(byte[] rgb, int width, int height, int area) {
    int pixels = Math.multiplyExact(width, height);
    this.width = width;
    this.height = height;
    this.lab = LabPixels.of(rgb, pixels);
    LabPixels.smooth(lab, width, height);
    double side = Math.sqrt(pixels / (double) Math.max(1, pixels / area));
    int columns = (int) Math.max(1, Math.round(width / side));
    int rows = (int) Math.max(1, Math.round(height / side));
    double step = Math.max(width / (double) columns, height / (double) rows);
    this.reach = (int) Math.ceil(step) + 1;
    this.planeWeight = (float) (COMPACTNESS * COMPACTNESS / (side * side));
    this.labels = new int[pixels];
    this.distances = new float[pixels];
    this.centres = new float[columns * rows * CENTRE];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = (row * columns + column) * CENTRE;
        int x = (int) ((column + 0.5) * width / columns);
        int y = (int) ((row + 0.5) * height / rows);
        System.arraycopy(lab, 3 * (y * width + x), centres, at, 3);
        centres[at + 3] = x;
        centres[at + 4] = y;
      }
    }
  }

  /** A number for each pixel; those of one number need not be connected. */
  static int[] cluster(byte[] rgb, int width, int height, int area) {
    Slic slic = new Slic(rgb, width, height, area);
    for (int i = 0; i < ITERATIONS; i++) {
      slic.assign();
      slic.move();
    }
    return slic.labels;
  }

  private void assign() {
    Arrays.fill(distances, Float.POSITIVE_INFINITY);
    for (int centre = 0; centre < centres.length / CENTRE; centre++) {
      int x = Math.round(centres[centre * CENTRE + 3]);
      int y = Math.round(centres[centre * CENTRE + 4]);
      int right = Math.min(width, x + reach + 1);
      for (int row = Math.max(0, y - reach); row < Math.min(height, y + reach + 1); row++) {
        assign(centre, row, Math.max(0, x - reach), right);
      }
    }
  }

  private void assign(int centre, int y, int left, int right) {
    int at = centre * CENTRE;
    float l = centres[at];
    float a = centres[at + 1];
    float b = centres[at + 2];
    float x = centres[at + 3];
    float dy = y - centres[at + 4];
    for (int column = left; column < right; column++) {
      int pixel = y * width + column;
      float dl = lab[3 * pixel] - l;
      float da = lab[3 * pixel + 1] - a;
      float db = lab[3 * pixel + 2] - b;
      float dx = column - x;
      float distance = dl * dl + da * da + db * db + planeWeight * (dx * dx + dy * dy);
      if (distance < distances[pixel]) {
        distances[pixel] = distance;
        labels[pixel] = centre;
      }
    }
  }

  /** Moves each centre to the mean of its pixels; one without pixels stays. */
  private void move() {
    double[] sums = new double[centres.length];
    int[] counts = new int[centres.length / CENTRE];
    for (int pixel = 0; pixel < labels.length; pixel++) {
      int at = labels[pixel] * CENTRE;
      sums[at] += lab[3 * pixel];
      sums[at + 1] += lab[3 * pixel + 1];
      sums[at + 2] += lab[3 * pixel + 2];
      int y = pixel / width;
      sums[at + 3] += pixel - y * width;
      sums[at + 4] += y;
      counts[labels[pixel]]++;
    }
    for (int i = 0; i < sums.length; i++) {
      if (counts[i / CENTRE] > 0) {
        centres[i] = (float) (sums[i] / counts[i / CENTRE]);
      }
    }
  }
}
