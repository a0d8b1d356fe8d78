package org.intarsia.segmenter;

import java.util.Locale;

/**
 * One class that a model tells apart; its index in the model's list is its label.
 *
 * @param name what the class is, not blank
 * @param rgb its colour, 0xRRGGBB
 */
public record TissueClass(String name, int rgb) {
  /** Checks the name and the colour's range. */
  public TissueClass {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a class needs a name, not a blank");
    }
    if (rgb < 0 || rgb > 0xFFFFFF) {
      throw new IllegalArgumentException(
          "color of class " + name + " must lie in 0x000000 to 0xFFFFFF, not 0x" + hex(rgb));
    }
  }

  /** The colour as {@code #RRGGBB}. */
  public String color() {
    return "#" + hex(rgb);
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "%06X", rgb);
  }
}
