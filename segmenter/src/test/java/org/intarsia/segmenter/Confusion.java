package org.intarsia.segmenter;

import java.util.Arrays;

/** Counts of pixels by true and predicted class. */
final class Confusion {
  private final long[][] counts;

  Confusion(int classes) {
    counts = new long[classes][classes];
  }

  void add(int truth, int predicted) {
    counts[truth][predicted]++;
  }

  private long truth(int c) {
    return Arrays.stream(counts[c]).sum();
  }

  private long predicted(int c) {
    return Arrays.stream(counts).mapToLong(row -> row[c]).sum();
  }

  private long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Intersection over union; not a number for a class that occurs nowhere. */
  double iou(int c) {
    return (double) counts[c][c] / (truth(c) + predicted(c) - counts[c][c]);
  }

  /** Mean over the classes that occur. */
  double meanIou() {
    double sum = 0;
    int present = 0;
    for (int c = 0; c < counts.length; c++) {
      if (truth(c) > 0) {
        sum += iou(c);
        present++;
      }
    }
    return sum / present;
  }

  double accuracy() {
    long right = 0;
    for (int c = 0; c < counts.length; c++) {
      right += counts[c][c];
    }
    return (double) right / total();
  }

  /** Accuracy of always answering the class that is most frequent here. */
  double majorityAccuracy() {
    long most = 0;
    for (int c = 0; c < counts.length; c++) {
      most = Math.max(most, truth(c));
    }
    return (double) most / total();
  }

  /** Mean IoU of always answering that class. */
  double majorityMeanIou() {
    long present = Arrays.stream(counts).filter(row -> Arrays.stream(row).sum() > 0).count();
    return majorityAccuracy() / present;
  }
}
