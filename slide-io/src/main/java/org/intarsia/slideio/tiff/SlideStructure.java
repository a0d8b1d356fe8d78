package org.intarsia.slideio.tiff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * Which images of a TIFF are what.
 *
 * @param format for people: {@code Aperio SVS}, {@code OME-TIFF}, {@code TIFF}
 * @param levels resolutions, finest first
 * @param associated label, macro, thumbnail and other images by name
 * @param optics scale and power of the finest level
 * @param background colour of pixels that the file does not hold, as 0xRRGGBB
 * @param properties what the vendor wrote
 */
record SlideStructure(
    String format,
    List<ImageSource> levels,
    LinkedHashMap<String, ImageSource> associated,
    Optics optics,
    int background,
    SortedMap<String, String> properties) {
  /** What most slides have where nothing was scanned. */
  static final int WHITE = 0xFFFFFF;

  /**
   * How the slide was seen.
   *
   * @param micronsPerPixel of the finest level
   * @param magnification of the objective
   */
  record Optics(OptionalDouble micronsPerPixel, OptionalDouble magnification) {}
}
