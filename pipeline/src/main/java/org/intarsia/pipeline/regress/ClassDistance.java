package org.intarsia.pipeline.regress;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far two histograms of classes are apart, as shares of their pixels.
 *
 * <p><em>Why no earth mover's distance:</em> tissue classes have no order. With every two of them
 * equally far apart it is half of {@code l1}, which is here already.
 *
 * @param l1 sum of |p - q| over the classes, 0 (equal) to 2 (nothing in common)
 * @param chiSquare half the sum of (p - q)^2 / (p + q), 0 to 1; a small class weighs more than in
 *     {@code l1}
 */
public record ClassDistance(double l1, double chiSquare) {
  static ClassDistance of(Map<String, Long> golden, Map<String, Long> found) {
    double goldenTotal = golden.values().stream().mapToLong(Long::longValue).sum();
    double foundTotal = found.values().stream().mapToLong(Long::longValue).sum();
    Set<String> names = new TreeSet<>(golden.keySet());
    names.addAll(found.keySet());
    double l1 = 0;
    double chiSquare = 0;
    for (String name : names) {
      double p = golden.getOrDefault(name, 0L) / Math.max(1, goldenTotal);
      double q = found.getOrDefault(name, 0L) / Math.max(1, foundTotal);
      l1 += Math.abs(p - q);
      chiSquare += p + q == 0 ? 0 : (p - q) * (p - q) / (p + q) / 2;
    }
    return new ClassDistance(l1, chiSquare);
  }
}
