package org.intarsia.classifier.masks;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the components of one class. */
final class ComponentTally {
  private final int minimalPixels;
  private final Map<Long, Long> sizes = new HashMap<>();
  private long perimeters;
  private double compactness;
  private double extents;
  private double eccentricities;

  /** Goes on from statistics. */
  ComponentTally(ComponentStatistics before) {
    this.minimalPixels = before.minimalPixels();
    this.sizes.putAll(before.sizes());
    this.perimeters = before.perimeters();
    this.compactness = before.compactness();
    this.extents = before.extents();
    this.eccentricities = before.eccentricities();
  }

  /** Whether a component of so many pixels is no speck. */
  boolean counts(long pixels) {
    return pixels >= minimalPixels;
  }

  void add(OpenComponent component) {
    if (!counts(component.pixels())) {
      return;
    }
    sizes.merge(component.pixels(), 1L, Long::sum);
    perimeters += component.perimeter();
    compactness += component.compactness();
    extents += component.extent();
    eccentricities += component.eccentricity();
  }

  ComponentStatistics statistics() {
    return new ComponentStatistics(
        minimalPixels, new TreeMap<>(sizes), perimeters, compactness, extents, eccentricities);
  }
}
