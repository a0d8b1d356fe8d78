package org.intarsia.slideio;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of a slide before its pixels are read.
 *
 * @param name the file name
 * @param format what the file is, for people: {@code Aperio SVS}, {@code OME-TIFF}, {@code PNG}
 * @param codec what decodes its pixels: {@code libjpeg-turbo}, {@code openjpeg}, {@code java-jpeg}
 * @param levels the resolutions, finest first, at least one
 * @param micronsPerPixel pixel size of level 0 in micrometres, if the slide says it
 * @param magnification the objective's power, if the slide says it
 * @param background the colour of pixels that the slide does not hold, as 0xRRGGBB
 * @param associatedImages names of the label, macro and thumbnail images, for {@link
 *     SlideReader#readAssociated}
 * @param properties the vendor's own properties, sorted by name
 */
public record SlideMetadata(
    String name,
    String format,
    String codec,
    List<PyramidLevel> levels,
    OptionalDouble micronsPerPixel,
    OptionalDouble magnification,
    int background,
    List<String> associatedImages,
    SortedMap<String, String> properties) {
  /** Copies the collections and checks that there is a level. */
  public SlideMetadata {
    levels = List.copyOf(levels);
    associatedImages = List.copyOf(associatedImages);
    properties = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    if (levels.isEmpty()) {
      throw new IllegalArgumentException(name + ": a slide has at least one level");
    }
  }

  /** Metadata of an image that has only one level and says nothing of its scale. */
  public static SlideMetadata plain(
      String name, String format, String codec, long width, long height) {
    PyramidLevel level =
        new PyramidLevel(
            0,
            width,
            height,
            (int) Math.min(width, 512),
            (int) Math.min(height, 512),
            OptionalDouble.empty());
    return new SlideMetadata(
        name,
        format,
        codec,
        List.of(level),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0xFFFFFF,
        List.of(),
        new TreeMap<>(Map.of()));
  }

  /**
   * The level of this index.
   *
   * @throws IllegalArgumentException if there is none
   */
  public PyramidLevel level(int index) {
    if (index < 0 || index >= levels.size()) {
      throw new IllegalArgumentException(
          name + " has levels 0 to " + (levels.size() - 1) + ", not " + index);
    }
    return levels.get(index);
  }
}
