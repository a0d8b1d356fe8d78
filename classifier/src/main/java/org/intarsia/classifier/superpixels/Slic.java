package org.intarsia.classifier.superpixels;

import java.util.Arrays;

/** Simple linear iterative clustering of one picture. */
final class Slic {
  private static final int ITERATIONS = 10;
  private static final double COMPACTNESS = 10;

  private final int width;
  private final int height;
  private final int area;
  private final float[] lab;

  Slic(byte[] rgb, int width, int height, int area) {
    this.width = width;
    this.height = height;
    this.area = area;
    this.lab = new float[rgb.length];
    CieLab.convert(rgb, lab);
  }

  /** The piece of each pixel. */
  int[] numbers() {
    int columns = Math.max(1, (int) Math.round(width / Math.sqrt(area)));
    int rows = Math.max(1, (int) Math.round(height / Math.sqrt(area)));
    double[] centres = seeds(columns, rows);
    int[] nearest = new int[width * height];
    float[] distances = new float[width * height];
    int reachX = width / columns + 1;
    int reachY = height / rows + 1;
    double spatial = COMPACTNESS * COMPACTNESS * columns * rows / ((double) width * height);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      Arrays.fill(distances, Float.POSITIVE_INFINITY);
      for (int s = 0; s < columns * rows; s++) {
        claim(s, centres, reachX, reachY, (float) spatial, nearest, distances);
      }
      move(centres, nearest);
    }
    return connected(nearest);
  }

  /** L, a, b, x, y of the centres of a grid's cells. */
  private double[] seeds(int columns, int rows) {
    double[] centres = new double[5 * columns * rows];
    for (int s = 0; s < columns * rows; s++) {
      int x = (int) ((s % columns + 0.5) * width / columns);
      int row = s / columns;
      int y = (int) ((row + 0.5) * height / rows);
      for (int c = 0; c < 3; c++) {
        centres[5 * s + c] = lab[3 * (y * width + x) + c];
      }
      centres[5 * s + 3] = x;
      centres[5 * s + 4] = y;
    }
    return centres;
  }

  private void claim(
      int s,
      double[] centres,
      int reachX,
      int reachY,
      float spatial,
      int[] nearest,
      float[] distances) {
    float l = (float) centres[5 * s];
    float a = (float) centres[5 * s + 1];
    float b = (float) centres[5 * s + 2];
    float cx = (float) centres[5 * s + 3];
    float cy = (float) centres[5 * s + 4];
    int left = Math.max(0, (int) cx - reachX);
    int right = Math.min(width - 1, (int) cx + reachX);
    int bottom = Math.min(height - 1, (int) cy + reachY);
    for (int y = Math.max(0, (int) cy - reachY); y <= bottom; y++) {
      float dy = (y - cy) * (y - cy);
      for (int x = left; x <= right; x++) {
        int i = y * width + x;
        float dl = lab[3 * i] - l;
        float da = lab[3 * i + 1] - a;
        float db = lab[3 * i + 2] - b;
        float distance = dl * dl + da * da + db * db + spatial * ((x - cx) * (x - cx) + dy);
        if (distance < distances[i]) {
          distances[i] = distance;
          nearest[i] = s;
        }
      }
    }
  }

  private void move(double[] centres, int[] nearest) {
    double[] sums = new double[centres.length];
    int[] members = new int[centres.length / 5];
    for (int i = 0; i < nearest.length; i++) {
      int s = nearest[i];
      members[s]++;
      sums[5 * s] += lab[3 * i];
      sums[5 * s + 1] += lab[3 * i + 1];
      sums[5 * s + 2] += lab[3 * i + 2];
      sums[5 * s + 3] += i % width;
      int row = i / width;
      sums[5 * s + 4] += row;
    }
    for (int k = 0; k < centres.length; k++) {
      if (members[k / 5] > 0) {
        centres[k] = sums[k] / members[k / 5];
      }
    }
  }

  /** Numbers connected pieces; one that is too small goes with the piece before it. */
  private int[] connected(int[] nearest) {
    int[] numbers = new int[nearest.length];
    Arrays.fill(numbers, -1);
    int[] queue = new int[nearest.length];
    int count = 0;
    for (int start = 0; start < nearest.length; start++) {
      if (numbers[start] >= 0) {
        continue;
      }
      int before = start % width > 0 ? numbers[start - 1] : start > 0 ? numbers[start - width] : -1;
      int size = flood(start, count, nearest, numbers, queue);
      if (size < area / 2 && before >= 0) {
        for (int k = 0; k < size; k++) {
          numbers[queue[k]] = before;
        }
      } else {
        count++;
      }
    }
    return numbers;
  }

  private int flood(int start, int number, int[] nearest, int[] numbers, int[] queue) {
    int end = 0;
    queue[end++] = start;
    numbers[start] = number;
    for (int next = 0; next < end; next++) {
      int i = queue[next];
      int x = i % width;
      for (int k = 0; k < 4; k++) {
        int other = i + (k == 0 ? -1 : k == 1 ? 1 : k == 2 ? -width : width);
        boolean beside = k == 0 ? x > 0 : k == 1 ? x < width - 1 : true;
        if (beside
            && other >= 0
            && other < numbers.length
            && numbers[other] < 0
            && nearest[other] == nearest[start]) {
          numbers[other] = number;
          queue[end++] = other;
        }
      }
    }
    return end;
  }
}
