package org.intarsia.slideio.openslide;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.openslide.Anchors.Tiles;

/**
 * What OpenSlide says of a slide, and where in its frame the levels lie.
 *
 * @param metadata for users of the slide
 * @param levels how each level of the metadata is read
 */
record SlideLayout(SlideMetadata metadata, List<Level> levels) {
  /** The property that says which part of the scanner's frame the slide is. */
  static final String FRAME = "intarsia.frame";

  private static final String LESS_THAN_A_TILE =
      "less than one tile: OpenSlide with libtiff 4.5 gives wrong pixels for such levels of plain"
          + " TIFFs that are not JPEG";
  private static final long MAX_ASSOCIATED_PIXELS = 100_000_000;
  private static final int USUAL_TILE = 256;
  private static final int WHITE = 0xFFFFFF;

  /**
   * A level, cut to the slide's bounds.
   *
   * @param index OpenSlide's number
   * @param left column of OpenSlide's level that is this one's first
   * @param top row of OpenSlide's level that is this one's first
   * @param columns where reads begin, in columns of OpenSlide's level
   * @param rows where reads begin, in rows of OpenSlide's level
   */
  record Level(int index, long left, long top, Anchors columns, Anchors rows) {
    /** Reads pixels of OpenSlide's level, from an anchor on. */
    Pointer read(Pointer slide, Region part, Pointer argb) {
      OpenSlide.openslide_read_region(
          slide,
          argb,
          columns.position(part.x()),
          rows.position(part.y()),
          index,
          part.width(),
          part.height());
      return argb;
    }
  }

  /** Bounds in pixels of level 0. */
  private record Bounds(long x, long y, long width, long height) {}

  /**
   * Describes an open slide.
   *
   * @throws SlideReadException if a level is too large to be addressed
   */
  static SlideLayout of(String name, Pointer slide) throws SlideReadException {
    TreeMap<String, String> properties = new TreeMap<>();
    for (String key : OpenSlide.propertyNames(slide)) {
      OpenSlide.property(slide, key).ifPresent(value -> properties.put(key, value));
    }
    long[] whole = OpenSlide.levelSize(slide, 0);
    Optional<Bounds> bounds = bounds(properties, whole);
    bounds.ifPresent(cut -> properties.put(FRAME, frame(cut, whole)));
    SlideScale scale = SlideScale.of(properties);
    List<PyramidLevel> described = new ArrayList<>();
    List<Level> levels = new ArrayList<>();
    int count = OpenSlide.openslide_get_level_count(slide);
    for (int i = 0; i < count; i++) {
      long[] size = OpenSlide.levelSize(slide, i);
      if (size[0] < 1 || size[1] < 1 || Math.max(size[0], size[1]) > Integer.MAX_VALUE) {
        throw new SlideReadException(
            name,
            "level %d is %d x %d px, not between 1 and %d a side"
                .formatted(i, size[0], size[1], Integer.MAX_VALUE));
      }
      double downsample = OpenSlide.openslide_get_level_downsample(slide, i);
      Bounds cut = cut(bounds, downsample, size);
      if (!described.isEmpty() && cut.width() > described.get(described.size() - 1).width()) {
        continue;
      }
      if (isLessThanATile(properties, i, size)) {
        properties.put("intarsia.unreadable.level-" + i, LESS_THAN_A_TILE);
        continue;
      }
      described.add(
          new PyramidLevel(
              described.size(),
              cut.width(),
              cut.height(),
              tile(properties, i, "width", cut.width()),
              tile(properties, i, "height", cut.height()),
              scale.of((double) whole[0] / size[0])));
      Tiles tiles = properties.containsKey(tileKey(i, "width")) ? Tiles.IN_A_GRID : Tiles.SCATTERED;
      levels.add(
          new Level(
              i,
              cut.x(),
              cut.y(),
              new Anchors(downsample, size[0], tiles),
              new Anchors(downsample, size[1], tiles)));
    }
    if (levels.isEmpty()) {
      throw new UnsupportedSlideException(name, "no level that OpenSlide reads");
    }
    List<String> associated = associated(slide, properties);
    SlideMetadata metadata =
        new SlideMetadata(
            name,
            vendor(properties) + " (OpenSlide)",
            "openslide " + OpenSlide.version(),
            described,
            scale.micronsPerPixel(),
            scale.magnification(),
            background(properties),
            associated,
            properties);
    return new SlideLayout(metadata, List.copyOf(levels));
  }

  private static String vendor(Map<String, String> properties) {
    return properties.getOrDefault("openslide.vendor", "unknown");
  }

  private static String frame(Bounds cut, long[] whole) {
    return "%d x %d at (%d, %d) of %d x %d px"
        .formatted(cut.width(), cut.height(), cut.x(), cut.y(), whole[0], whole[1]);
  }

  /** The part that was scanned, if the slide says it and it is a part. */
  private static Optional<Bounds> bounds(Map<String, String> properties, long[] whole) {
    long x = whole(properties, "openslide.bounds-x");
    long y = whole(properties, "openslide.bounds-y");
    long width = whole(properties, "openslide.bounds-width");
    long height = whole(properties, "openslide.bounds-height");
    boolean inside =
        x >= 0
            && y >= 0
            && width > 0
            && height > 0
            && width <= whole[0] - x
            && height <= whole[1] - y;
    boolean part = width < whole[0] || height < whole[1];
    return inside && part ? Optional.of(new Bounds(x, y, width, height)) : Optional.empty();
  }

  /** A whole number that is not negative; -1 if there is none. */
  private static long whole(Map<String, String> properties, String key) {
    String value = properties.getOrDefault(key, "");
    return value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
  }

  /** The part of a level that the bounds have, to the nearest pixel, at least one. */
  private static Bounds cut(Optional<Bounds> bounds, double downsample, long[] size) {
    if (bounds.isEmpty()) {
      return new Bounds(0, 0, size[0], size[1]);
    }
    Bounds cut = bounds.get();
    long x = Math.min(Math.round(cut.x() / downsample), size[0] - 1);
    long y = Math.min(Math.round(cut.y() / downsample), size[1] - 1);
    return new Bounds(
        x,
        y,
        Math.max(1, Math.min(size[0] - x, Math.round(cut.width() / downsample))),
        Math.max(1, Math.min(size[1] - y, Math.round(cut.height() / downsample))));
  }

  private static String tileKey(int level, String side) {
    return "openslide.level[%d].tile-%s".formatted(level, side);
  }

  /** A level of a plain TIFF for which OpenSlide gives wrong pixels, without an error. */
  private static boolean isLessThanATile(Map<String, String> properties, int level, long[] size) {
    return vendor(properties).equals(OpenSlideProvider.PLAIN_TIFF)
        && (whole(properties, tileKey(level, "width")) > size[0]
            || whole(properties, tileKey(level, "height")) > size[1]);
  }

  private static int tile(Map<String, String> properties, int level, String side, long extent) {
    long told = whole(properties, tileKey(level, side));
    return (int) (told > 0 ? Math.min(told, Integer.MAX_VALUE) : Math.min(extent, USUAL_TILE));
  }

  private static int background(Map<String, String> properties) {
    String color = properties.getOrDefault("openslide.background-color", "");
    return color.matches("[0-9A-Fa-f]{6}") ? Integer.parseInt(color, 16) : WHITE;
  }

  /** Whether an associated image has a size at all, and not too large a one. */
  static boolean isReadable(long[] size) {
    return size[0] > 0 && size[1] > 0 && size[0] <= MAX_ASSOCIATED_PIXELS / size[1];
  }

  /** Those that can be read; of others a property says why not. */
  private static List<String> associated(Pointer slide, Map<String, String> properties) {
    List<String> names = new ArrayList<>();
    for (String name : OpenSlide.associatedNames(slide)) {
      long[] size = OpenSlide.associatedSize(slide, name);
      if (isReadable(size)) {
        names.add(name);
      } else {
        properties.put(
            "intarsia.unreadable." + name,
            "%d x %d px, more than %d or none".formatted(size[0], size[1], MAX_ASSOCIATED_PIXELS));
      }
    }
    return names;
  }
}
