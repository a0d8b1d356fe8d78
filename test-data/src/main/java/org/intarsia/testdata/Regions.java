package org.intarsia.testdata;

/** Checks of regions and arrays that callers hand over. */
final class Regions {
  private Regions() {}

  static void check(PixelSource source, long x, long y, int w, int h) {
    boolean inside =
        x >= 0 && y >= 0 && w >= 1 && h >= 1 && x <= source.width() - w && y <= source.height() - h;
    if (!inside) {
      throw new IllegalArgumentException(
          "region "
              + w
              + " x "
              + h
              + " at "
              + x
              + ", "
              + y
              + " does not lie in "
              + source.width()
              + " x "
              + source.height());
    }
  }

  static void checkLength(String name, byte[] array, long needed) {
    if (array.length < needed) {
      throw new IllegalArgumentException(
          name + " array of " + array.length + " bytes: the region needs " + needed);
    }
  }
}
