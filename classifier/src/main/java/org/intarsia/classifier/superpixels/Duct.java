package org.intarsia.classifier.superpixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connected area.
 *
 * @param points column and row of each row's first and last pixel: enough for hull and bounds
 * @param centreX column of the centroid
 * @param centreY row of the centroid
 */
record Duct(List<int[]> points, double centreX, double centreY) {
  /** The 8-connected components of a binary picture, of some size, in the order of their pixels. */
  static List<Duct> find(boolean[] inside, int width, int smallest) {
    List<Duct> ducts = new ArrayList<>();
    boolean[] seen = new boolean[inside.length];
    int[] queue = new int[inside.length];
    for (int start = 0; start < inside.length; start++) {
      if (inside[start] && !seen[start]) {
        int size = flood(start, inside, seen, queue, width);
        if (size >= smallest) {
          ducts.add(of(queue, size, width));
        }
      }
    }
    return ducts;
  }

  private static int flood(int start, boolean[] inside, boolean[] seen, int[] queue, int width) {
    int end = 0;
    queue[end++] = start;
    seen[start] = true;
    for (int next = 0; next < end; next++) {
      int x = queue[next] % width;
      int y = queue[next] / width;
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int other = (y + dy) * width + x + dx;
          if (x + dx >= 0
              && x + dx < width
              && other >= 0
              && other < inside.length
              && inside[other]
              && !seen[other]) {
            seen[other] = true;
            queue[end++] = other;
          }
        }
      }
    }
    return end;
  }

  private static Duct of(int[] pixels, int size, int width) {
    int top = Integer.MAX_VALUE;
    int bottom = 0;
    for (int k = 0; k < size; k++) {
      top = Math.min(top, pixels[k] / width);
      bottom = Math.max(bottom, pixels[k] / width);
    }
    int[] first = new int[bottom - top + 1];
    int[] last = new int[first.length];
    Arrays.fill(first, Integer.MAX_VALUE);
    double sumX = 0;
    double sumY = 0;
    for (int k = 0; k < size; k++) {
      int x = pixels[k] % width;
      int row = pixels[k] / width - top;
      first[row] = Math.min(first[row], x);
      last[row] = Math.max(last[row], x);
      sumX += x;
      sumY += row + top;
    }
    List<int[]> points = new ArrayList<>();
    for (int row = 0; row < first.length; row++) {
      points.add(new int[] {first[row], row + top});
      points.add(new int[] {last[row], row + top});
    }
    return new Duct(points, sumX / size, sumY / size);
  }
}
