package org.intarsia.classifier.masks;

import java.util.Arrays;
import java.util.Random;

/** A small mask of blobs or noise, and ways to hand it over. */
record SeededMask(int width, int height, int classes, byte[] labels) {
  interface Bands {
    void accept(byte[] labels, int width, int rows);
  }

  /** Sizes 1 to 40, 1 to 6 classes, a tenth of the seeds with pixels that do not count. */
  static SeededMask of(long seed) {
    Random random = new Random(seed);
    int width = 1 + random.nextInt(40);
    int height = 1 + random.nextInt(40);
    int classes = 1 + random.nextInt(6);
    byte[] labels = new byte[width * height];
    int blobs = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(12);
    for (int i = 0; blobs == 0 && i < labels.length; i++) {
      labels[i] = (byte) random.nextInt(classes);
    }
    for (int blob = 0; blob < blobs; blob++) {
      paintDisc(
          new SeededMask(width, height, classes, labels),
          new int[] {random.nextInt(width), random.nextInt(height), 1 + random.nextInt(12)},
          random.nextInt(classes));
    }
    int ignored = random.nextInt(2) == 0 ? 0 : random.nextInt(labels.length);
    for (int i = 0; i < ignored; i++) {
      labels[random.nextInt(labels.length)] = (byte) 255;
    }
    return new SeededMask(width, height, classes, labels);
  }

  private static void paintDisc(SeededMask mask, int[] disc, int label) {
    for (int y = 0; y < mask.height; y++) {
      for (int x = 0; x < mask.width; x++) {
        if (Math.hypot(x - disc[0], y - disc[1]) <= disc[2]) {
          mask.labels[y * mask.width + x] = (byte) label;
        }
      }
    }
  }

  int at(int x, int y) {
    boolean inside = x >= 0 && y >= 0 && x < width && y < height;
    return inside ? labels[y * width + x] & 0xFF : 255;
  }

  /** Clockwise by 90 degrees. */
  SeededMask turned() {
    byte[] turned = new byte[labels.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned[x * height + (height - 1 - y)] = labels[y * width + x];
      }
    }
    return new SeededMask(/* width= */ height, /* height= */ width, classes, turned);
  }

  /** Hands the rows over in bands of random heights, in an array that is reused. */
  void inBands(long seed, Bands bands) {
    Random random = new Random(seed);
    byte[] band = new byte[labels.length];
    for (int y = 0; y < height; ) {
      int rows = Math.min(height - y, random.nextInt(5));
      Arrays.fill(band, (byte) 255);
      System.arraycopy(labels, y * width, band, 0, rows * width);
      bands.accept(band, width, rows);
      y += rows;
    }
  }
}
