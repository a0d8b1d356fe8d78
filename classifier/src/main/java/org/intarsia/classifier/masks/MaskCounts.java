package org.intarsia.classifier.masks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.intarsia.classifier.DiagnosisFeatures;
import org.intarsia.classifier.FeatureColumn;
import org.intarsia.classifier.TissueHistogram;

/**
 * What was counted in a mask, or in several; immutable.
 *
 * @param histogram pixels of each class
 * @param coOccurrence pairs of pixels
 * @param interfaces borders between classes
 * @param components by class, in the order of the labels
 */
public record MaskCounts(
    TissueHistogram histogram,
    CoOccurrence coOccurrence,
    InterfaceLengths interfaces,
    List<ComponentStatistics> components) {
  /** Copies the list and checks that all are of as many classes. */
  public MaskCounts {
    components = List.copyOf(components);
    int classes = histogram.classes();
    if (coOccurrence.classes() != classes
        || interfaces.classes() != classes
        || components.size() != classes) {
      throw new IllegalArgumentException(
          "counts of %d, %d, %d and %d classes are not of one mask"
              .formatted(classes, coOccurrence.classes(), interfaces.classes(), components.size()));
    }
  }

  /**
   * The counts of both, as of two areas that do not touch.
   *
   * @throws IllegalArgumentException if classes, distances or least sizes differ
   */
  public MaskCounts plus(MaskCounts other) {
    TissueHistogram pixels = histogram.plus(other.histogram);
    List<ComponentStatistics> both = new ArrayList<>();
    for (int label = 0; label < components.size(); label++) {
      both.add(components.get(label).plus(other.components.get(label)));
    }
    return new MaskCounts(
        pixels, coOccurrence.plus(other.coOccurrence), interfaces.plus(other.interfaces), both);
  }

  /**
   * The features, in the order of {@link FeatureColumn}: those of {@link DiagnosisFeatures#of}; the
   * area of each class; the components of each class; the interfaces of each two classes, the lower
   * label first; for each distance the pairs of each two classes, also of a class with itself, but
   * not of the background with itself. All shares of pairs at a distance add up to 1, or are 0.
   *
   * @param classNames one name for each class
   * @param background label of the class that is no tissue
   * @param micronsPerPixel size of a pixel in micrometres, if known; columns in mm and mm2 are
   *     there only then
   */
  public DiagnosisFeatures features(
      List<String> classNames, int background, OptionalDouble micronsPerPixel) {
    DiagnosisFeatures shares =
        DiagnosisFeatures.of(histogram, classNames, background, micronsPerPixel);
    List<String> columns = DiagnosisFeatures.classColumns(classNames);
    Map<String, Number> more = new LinkedHashMap<>();
    for (int label = 0; label < columns.size() && micronsPerPixel.isPresent(); label++) {
      more.put(
          FeatureColumn.CLASS_MM2.of(columns.get(label)),
          DiagnosisFeatures.squareMillimetres(
              histogram.count(label), micronsPerPixel.getAsDouble()));
    }
    for (int label = 0; label < columns.size(); label++) {
      putComponents(more, columns.get(label), components.get(label));
    }
    putInterfaces(more, columns, micronsPerPixel);
    for (int distance : coOccurrence.distances()) {
      putPairs(more, columns, background, distance);
    }
    return shares.and(more);
  }

  private static void putComponents(
      Map<String, Number> values, String column, ComponentStatistics each) {
    values.put(FeatureColumn.CLASS_COMPONENTS.of(column), each.number());
    values.put(FeatureColumn.COMPONENT_MEAN_PX.of(column), each.meanPixels());
    values.put(FeatureColumn.COMPONENT_MEDIAN_PX.of(column), each.medianPixels());
    values.put(FeatureColumn.COMPONENT_LARGEST_PX.of(column), each.largestPixels());
    values.put(FeatureColumn.COMPONENT_PERIMETER_PX.of(column), each.meanPerimeter());
    values.put(FeatureColumn.COMPONENT_COMPACTNESS.of(column), each.meanCompactness());
    values.put(FeatureColumn.COMPONENT_EXTENT.of(column), each.meanExtent());
    values.put(FeatureColumn.COMPONENT_ECCENTRICITY.of(column), each.meanEccentricity());
  }

  private void putInterfaces(
      Map<String, Number> values, List<String> columns, OptionalDouble micronsPerPixel) {
    for (int a = 0; a < columns.size(); a++) {
      for (int b = a + 1; b < columns.size(); b++) {
        String one = columns.get(a);
        String other = columns.get(b);
        values.put(FeatureColumn.INTERFACE_PX.of(one, other), interfaces.edges(a, b));
        if (micronsPerPixel.isPresent()) {
          values.put(
              FeatureColumn.INTERFACE_MM.of(one, other),
              interfaces.millimetres(a, b, micronsPerPixel.getAsDouble()));
        }
      }
    }
  }

  private void putPairs(
      Map<String, Number> values, List<String> columns, int background, int distance) {
    int classes = columns.size();
    long[] pairs = coOccurrence.symmetric(distance);
    long all = -pairs[background * classes + background];
    for (long each : pairs) {
      all += each;
    }
    for (int a = 0; a < classes; a++) {
      for (int b = a; b < classes; b++) {
        if (a != background || b != background) {
          long both = pairs[a * classes + b] + (a == b ? 0 : pairs[b * classes + a]);
          values.put(
              FeatureColumn.CO_OCCURRENCE.of(columns.get(a), columns.get(b), distance),
              all == 0 ? 0.0 : (double) both / all);
        }
      }
    }
  }
}
