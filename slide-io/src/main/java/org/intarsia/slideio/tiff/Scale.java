package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.OptionalDouble;
import org.intarsia.tiff.TiffTag;

/** The size of a pixel, as far as it can be believed. */
final class Scale {
  private static final double LEAST = 0.05;
  private static final double MOST = 100;

  private Scale() {}

  /** The number, if it is between 0.05 and 100 micrometres. */
  static OptionalDouble plausible(double micronsPerPixel) {
    return micronsPerPixel >= LEAST && micronsPerPixel <= MOST
        ? OptionalDouble.of(micronsPerPixel)
        : OptionalDouble.empty();
  }

  /** From the resolution tags, if they have a unit and are plausible. */
  static OptionalDouble ofResolution(TiffDirectory page) throws IOException {
    OptionalDouble resolution = page.real(TiffTag.X_RESOLUTION);
    if (resolution.isEmpty() || resolution.getAsDouble() <= 0) {
      return OptionalDouble.empty();
    }
    return switch ((int) page.integerOr(TiffTag.RESOLUTION_UNIT, 1)) {
      case 2 -> plausible(25_400 / resolution.getAsDouble());
      case 3 -> plausible(10_000 / resolution.getAsDouble());
      default -> OptionalDouble.empty();
    };
  }

  /** A decimal number with point or comma; empty if the text is none. */
  static OptionalDouble number(String text) {
    try {
      double value = Double.parseDouble(text.strip().replace(',', '.'));
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
