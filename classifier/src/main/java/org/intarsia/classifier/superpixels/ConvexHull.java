package org.intarsia.classifier.superpixels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The smallest convex polygon around points (Andrew 1979). */
final class ConvexHull {
  private ConvexHull() {}

  /** The corners, in order around the hull; collinear ones left out. */
  static List<int[]> corners(List<int[]> points) {
    List<int[]> sorted = new ArrayList<>(points);
    sorted.sort(
        Comparator.<int[]>comparingInt(point -> point[0]).thenComparingInt(point -> point[1]));
    List<int[]> hull = new ArrayList<>();
    chain(sorted, hull);
    List<int[]> back = new ArrayList<>();
    Collections.reverse(sorted);
    chain(sorted, back);
    hull.remove(hull.size() - 1);
    back.remove(back.size() - 1);
    hull.addAll(back);
    return hull.isEmpty() ? List.of(points.get(0)) : hull;
  }

  private static void chain(List<int[]> sorted, List<int[]> chain) {
    for (int[] point : sorted) {
      if (!chain.isEmpty() && Arrays.equals(chain.get(chain.size() - 1), point)) {
        continue;
      }
      while (chain.size() >= 2
          && turn(chain.get(chain.size() - 2), chain.get(chain.size() - 1), point) <= 0) {
        chain.remove(chain.size() - 1);
      }
      chain.add(point);
    }
  }

  private static long turn(int[] a, int[] b, int[] c) {
    return (long) (b[0] - a[0]) * (c[1] - a[1]) - (long) (b[1] - a[1]) * (c[0] - a[0]);
  }

  /** The pixels of the hull's outline. */
  static List<int[]> outline(List<int[]> points) {
    List<int[]> corners = corners(points);
    List<int[]> outline = new ArrayList<>();
    for (int i = 0; i < corners.size(); i++) {
      int[] from = corners.get(i);
      int[] to = corners.get((i + 1) % corners.size());
      int steps = Math.max(Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1]));
      for (int k = 0; k < Math.max(1, steps); k++) {
        double part = steps == 0 ? 0 : (double) k / steps;
        outline.add(
            new int[] {
              (int) Math.round(from[0] + part * (to[0] - from[0])),
              (int) Math.round(from[1] + part * (to[1] - from[1]))
            });
      }
    }
    return outline;
  }
}
