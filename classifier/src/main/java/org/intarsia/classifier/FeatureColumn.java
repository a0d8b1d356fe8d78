package org.intarsia.classifier;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every kind of column that describes a mask, with its unit and its formula, in the order of the
 * columns; {@code docs/features.md} has the same table.
 *
 * <p>In a pattern {@code CLASS} and {@code OTHER} stand for classes and {@code N} for a distance in
 * pixels. In a formula {@code mpp} is the size of a pixel in micrometres; columns whose unit is mm
 * or mm2 are there only where it is known.
 */
public enum FeatureColumn {
  TISSUE_PX("tissue_px", "px", "pixels of all classes but the background"),
  TISSUE_MM2("tissue_mm2", "mm2", "tissue_px * mpp^2 / 10^6"),
  TISSUE_ENTROPY(
      "tissue_entropy",
      "bit",
      "-sum of p * log2(p) over the classes but the background, p = CLASS_tissue_fraction"),
  CLASS_PX("CLASS_px", "px", "pixels of the class"),
  CLASS_FRACTION("CLASS_fraction", "1", "CLASS_px / pixels of all classes"),
  CLASS_TISSUE_FRACTION(
      "CLASS_tissue_fraction", "1", "CLASS_px / tissue_px; not for the background"),
  CLASS_MM2("CLASS_mm2", "mm2", "CLASS_px * mpp^2 / 10^6"),
  CLASS_COMPONENTS(
      "CLASS_components", "1", "number of 8-connected components of at least the least size"),
  COMPONENT_MEAN_PX("CLASS_component_mean_px", "px", "mean of a, the pixels of a component"),
  COMPONENT_MEDIAN_PX("CLASS_component_median_px", "px", "median of a; exact"),
  COMPONENT_LARGEST_PX("CLASS_component_largest_px", "px", "greatest a"),
  COMPONENT_PERIMETER_PX(
      "CLASS_component_perimeter_px",
      "px",
      "mean of p, the sides of a component's pixels behind which the component is not"),
  COMPONENT_COMPACTNESS("CLASS_component_compactness", "1", "mean of 16 * a / p^2"),
  COMPONENT_EXTENT("CLASS_component_extent", "1", "mean of a / pixels of the bounding box"),
  COMPONENT_ECCENTRICITY(
      "CLASS_component_eccentricity",
      "1",
      "mean of sqrt(1 - v/u), u and v the greater and the lesser principal variance of the pixels"
          + " as squares"),
  INTERFACE_PX(
      "CLASS__OTHER_interface_px", "px", "sides between a pixel of the class and one of the other"),
  INTERFACE_MM("CLASS__OTHER_interface_mm", "mm", "CLASS__OTHER_interface_px * mpp / 10^3"),
  CO_OCCURRENCE(
      "CLASS__OTHER_cooc_dN",
      "1",
      "pairs of a pixel of the class and one of the other, N steps apart to the right, down or"
          + " along a diagonal / all such pairs that are not background on both sides");

  private static final List<FeatureColumn> OF_A_CLASS =
      Stream.of(values())
          .filter(kind -> kind.pattern.startsWith("CLASS_") && !kind.pattern.contains("OTHER"))
          .toList();

  private final String pattern;
  private final String unit;
  private final String formula;

  FeatureColumn(String pattern, String unit, String formula) {
    this.pattern = pattern;
    this.unit = unit;
    this.formula = formula;
  }

  /** The name of the column, with {@code CLASS}, {@code OTHER} and {@code N} to be filled in. */
  public String pattern() {
    return pattern;
  }

  /** Its unit; {@code 1} for a number without one. */
  public String unit() {
    return unit;
  }

  /** How it is made. */
  public String formula() {
    return formula;
  }

  /**
   * The column of a class.
   *
   * @param className what the columns of the class begin with, see {@link
   *     DiagnosisFeatures#classColumns}
   */
  public String of(String className) {
    return pattern.replace("CLASS", className);
  }

  /** The column of two classes. */
  public String of(String className, String other) {
    return of(className).replace("OTHER", other);
  }

  /** The column of two classes at a distance. */
  public String of(String className, String other, int distance) {
    return of(className, other).replace("_dN", "_d" + distance);
  }

  /** All columns of one class alone. */
  static List<String> allOf(String className) {
    return OF_A_CLASS.stream().map(kind -> kind.of(className)).toList();
  }
}
