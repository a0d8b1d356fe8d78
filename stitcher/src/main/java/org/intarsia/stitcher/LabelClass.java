package org.intarsia.stitcher;

/**
 * A class as people see it.
 *
 * @param name its name, not blank
 * @param rgb its colour, {@code 0xRRGGBB}
 */
public record LabelClass(String name, int rgb) {
  /** Checks name and colour. */
  public LabelClass {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a class must not be blank");
    }
    if (rgb < 0 || rgb > 0xFFFFFF) {
      throw new IllegalArgumentException(
          "colour of class %s must be 0 to 0xFFFFFF, not %d".formatted(name, rgb));
    }
  }

  /** The red part, 0 to 255. */
  public int red() {
    return rgb >> 16;
  }

  /** The green part, 0 to 255. */
  public int green() {
    return rgb >> 8 & 0xFF;
  }

  /** The blue part, 0 to 255. */
  public int blue() {
    return rgb & 0xFF;
  }
}
