package org.intarsia.slideio.openslide;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How large the pixels of level 0 are, as far as it can be believed.
 *
 * @param micronsPerPixel between 0.05 and 100
 * @param magnification of the objective
 */
record SlideScale(OptionalDouble micronsPerPixel, OptionalDouble magnification) {
  private static final double LEAST = 0.05;
  private static final double MOST = 100;

  /** Columns and rows of one slide differ by less; other pixels are not square. */
  private static final double DIFFERENCE = 0.05;

  /**
   * From OpenSlide's properties, and from TIFF's resolution, which OpenSlide 3.4 does not take for
   * a scale.
   */
  static SlideScale of(Map<String, String> properties) {
    OptionalDouble told =
        mean(
            plausible(number(properties, "openslide.mpp-x")),
            plausible(number(properties, "openslide.mpp-y")));
    OptionalDouble resolution =
        properties.getOrDefault("openslide.vendor", "").equals(OpenSlideProvider.PLAIN_TIFF)
            ? mean(
                ofResolution(properties, "tiff.XResolution"),
                ofResolution(properties, "tiff.YResolution"))
            : OptionalDouble.empty();
    OptionalDouble power = number(properties, "openslide.objective-power");
    return new SlideScale(
        told.isPresent() ? told : resolution,
        power.isPresent() && power.getAsDouble() > 0 ? power : OptionalDouble.empty());
  }

  /** The pixel size of a level. */
  OptionalDouble of(double downsample) {
    return micronsPerPixel.isPresent()
        ? OptionalDouble.of(micronsPerPixel.getAsDouble() * downsample)
        : micronsPerPixel;
  }

  private static OptionalDouble ofResolution(Map<String, String> properties, String key) {
    OptionalDouble resolution = number(properties, key);
    if (resolution.isEmpty() || resolution.getAsDouble() <= 0) {
      return OptionalDouble.empty();
    }
    String unit = properties.getOrDefault("tiff.ResolutionUnit", "").toLowerCase(Locale.ROOT);
    return switch (unit) {
      case "inch" -> plausible(OptionalDouble.of(25_400 / resolution.getAsDouble()));
      case "centimeter" -> plausible(OptionalDouble.of(10_000 / resolution.getAsDouble()));
      default -> OptionalDouble.empty();
    };
  }

  /** The mean where both are nearly the same, the only one where there is one. */
  private static OptionalDouble mean(OptionalDouble x, OptionalDouble y) {
    if (x.isEmpty() || y.isEmpty()) {
      return x.isPresent() ? x : y;
    }
    double mean = (x.getAsDouble() + y.getAsDouble()) / 2;
    return Math.abs(x.getAsDouble() - y.getAsDouble()) <= DIFFERENCE * mean
        ? OptionalDouble.of(mean)
        : OptionalDouble.empty();
  }

  private static OptionalDouble plausible(OptionalDouble size) {
    return size.isPresent() && size.getAsDouble() >= LEAST && size.getAsDouble() <= MOST
        ? size
        : OptionalDouble.empty();
  }

  private static OptionalDouble number(Map<String, String> properties, String key) {
    try {
      double value = Double.parseDouble(properties.getOrDefault(key, "").strip());
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
