package org.intarsia.classifier;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.math3.util.MathArrays;

/**
 * The numbers that describe one mask to a classifier: named, in a fixed order, all finite.
 *
 * <p>{@link FeatureColumn} lists them. {@link #of} gives those that a histogram suffices for, in
 * this order:
 *
 * <ul>
 *   <li>{@code tissue_px}: pixels that are not background, exact
 *   <li>{@code tissue_mm2}: their area in square millimetres; only if the pixel size is known
 *   <li>{@code tissue_entropy}: Shannon entropy of the tissue classes' shares of the tissue, in
 *       bits; 0 without tissue
 *   <li>for each class in the order of the labels {@code <class>_px}, exact, and {@code
 *       <class>_fraction}, its share of all pixels, 0 for an empty mask
 *   <li>for each class but the background {@code <class>_tissue_fraction}, its share of the tissue,
 *       0 without tissue
 * </ul>
 *
 * <p>Those that need the mask itself follow them, see {@link
 * org.intarsia.classifier.masks.MaskCounts#features}. {@code <class>} is explained at {@link
 * #classColumns}. Immutable; safe from many threads.
 */
public final class DiagnosisFeatures {
  /** Changes whenever a name, a formula or the order changes. */
  public static final int SCHEMA_VERSION = 2;

  private static final double SQUARE_MICRONS_PER_SQUARE_MILLIMETRE = 1e6;

  private final Map<String, Number> values;

  private DiagnosisFeatures(Map<String, Number> values) {
    this.values = values;
  }

  /**
   * The features of a histogram.
   *
   * @param histogram the pixels of a mask
   * @param classNames one name for each class of the histogram
   * @param background the class that is no tissue
   * @param micronsPerPixel size of a pixel in micrometres, if known
   * @throws IllegalArgumentException if the number of names is wrong, or a number is out of range
   */
  public static DiagnosisFeatures of(
      TissueHistogram histogram,
      List<String> classNames,
      int background,
      OptionalDouble micronsPerPixel) {
    if (classNames.size() != histogram.classes()) {
      throw new IllegalArgumentException(
          "%d names do not fit %d classes".formatted(classNames.size(), histogram.classes()));
    }
    long tissue = histogram.total() - histogram.count(background);
    Map<String, Number> values = new LinkedHashMap<>();
    put(values, FeatureColumn.TISSUE_PX.pattern(), tissue);
    micronsPerPixel.ifPresent(
        size -> put(values, FeatureColumn.TISSUE_MM2.pattern(), squareMillimetres(tissue, size)));
    put(values, FeatureColumn.TISSUE_ENTROPY.pattern(), entropyBits(histogram, background, tissue));
    List<String> columns = classColumns(classNames);
    for (int label = 0; label < columns.size(); label++) {
      put(values, FeatureColumn.CLASS_PX.of(columns.get(label)), histogram.count(label));
      put(values, FeatureColumn.CLASS_FRACTION.of(columns.get(label)), histogram.fraction(label));
    }
    for (int label = 0; label < columns.size(); label++) {
      if (label != background) {
        double share = tissue == 0 ? 0 : (double) histogram.count(label) / tissue;
        put(values, FeatureColumn.CLASS_TISSUE_FRACTION.of(columns.get(label)), share);
      }
    }
    return new DiagnosisFeatures(Collections.unmodifiableMap(values));
  }

  private static void put(Map<String, Number> values, String name, Number value) {
    if (!Double.isFinite(value.doubleValue())) {
      throw new IllegalArgumentException("feature " + name + " must be finite, not " + value);
    }
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException("two features are called " + name);
    }
  }

  /**
   * An area in square millimetres.
   *
   * @param micronsPerPixel more than 0 and less than a million
   */
  public static double squareMillimetres(long pixels, double micronsPerPixel) {
    if (!(micronsPerPixel > 0 && micronsPerPixel < 1e6)) {
      throw new IllegalArgumentException(
          "a pixel must be more than 0 and less than 1e6 micrometres wide, not " + micronsPerPixel);
    }
    return pixels * micronsPerPixel * micronsPerPixel / SQUARE_MICRONS_PER_SQUARE_MILLIMETRE;
  }

  private static double entropyBits(TissueHistogram histogram, int background, long tissue) {
    if (tissue == 0) {
      return 0;
    }
    double[] shares = new double[histogram.classes()];
    for (int label = 0; label < shares.length; label++) {
      shares[label] = label == background ? 0 : histogram.count(label);
    }
    double[] normalized = MathArrays.normalizeArray(shares, 1);
    double sum = 0;
    for (double share : normalized) {
      sum += share == 0 ? 0 : share * FastMath.log(2, share);
    }
    return Math.max(0, -sum);
  }

  /**
   * What the columns of each class begin with, such that all columns differ.
   *
   * <p>It is the class's name in lower case, without accents, everything but letters a to z and
   * digits as one underscore: {@code Benign epithelium} is {@code benign_epithelium}. If nothing is
   * left, or a column of that name is there already, the label is added: {@code class_2}, {@code
   * tissue_1}. Two underscores in a row are never in it.
   */
  public static List<String> classColumns(List<String> classNames) {
    Set<String> names = new HashSet<>();
    Stream.of(FeatureColumn.values()).map(FeatureColumn::pattern).forEach(names::add);
    List<String> columns = new ArrayList<>();
    for (int label = 0; label < classNames.size(); label++) {
      String word = word(classNames.get(label));
      String column = word.isEmpty() ? "class_" + label : word;
      while (!Collections.disjoint(names, FeatureColumn.allOf(column))) {
        column += "_" + label;
      }
      names.addAll(FeatureColumn.allOf(column));
      columns.add(column);
    }
    return columns;
  }

  private static String word(String className) {
    String plain = Normalizer.normalize(className, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    return plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
  }

  /**
   * These features and more behind them.
   *
   * @param more finite numbers by names that are not there yet
   */
  public DiagnosisFeatures and(Map<String, ? extends Number> more) {
    Map<String, Number> all = new LinkedHashMap<>(values);
    more.forEach((name, value) -> put(all, name, value));
    return new DiagnosisFeatures(Collections.unmodifiableMap(all));
  }

  /** The names in their order. */
  public List<String> names() {
    return List.copyOf(values.keySet());
  }

  /**
   * One feature: a {@link Long} for counts of pixels, else a {@link Double}.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Number number(String name) {
    Number value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no feature is called '" + name + "'; there are " + values.keySet());
    }
    return value;
  }

  /**
   * One feature as a double.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public double value(String name) {
    return number(name).doubleValue();
  }

  /** The features by name, in their order; unmodifiable. */
  public Map<String, Number> asMap() {
    return values;
  }

  /** The features as a vector in the order of {@link #names}; a new array. */
  public double[] toArray() {
    return values.values().stream().mapToDouble(Number::doubleValue).toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiagnosisFeatures features
        && names().equals(features.names())
        && values.equals(features.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return "DiagnosisFeatures" + values;
  }
}
