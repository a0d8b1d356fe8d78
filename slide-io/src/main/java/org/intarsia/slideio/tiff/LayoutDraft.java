package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.slideio.tiff.SlideStructure.Optics;
import org.intarsia.tiff.TiffTag;

/** The directories of a file, and what has been found out about them so far. */
final class LayoutDraft {
  private static final double ASPECT_TOLERANCE = 0.01;
  private static final int ROUNDING = 2;
  private static final List<Integer> TEXT_TAGS =
      List.of(
          TiffTag.IMAGE_DESCRIPTION,
          TiffTag.MAKE,
          TiffTag.MODEL,
          TiffTag.SOFTWARE,
          TiffTag.DATE_TIME);
  private static final List<String> TEXT_NAMES =
      List.of("ImageDescription", "Make", "Model", "Software", "DateTime");

  private final SharedFile file;
  private final TiffStructure tiff;
  private final SortedMap<String, String> properties = new TreeMap<>();
  private final LinkedHashMap<String, ImageSource> associated = new LinkedHashMap<>();

  LayoutDraft(SharedFile file, TiffStructure tiff) {
    this.file = file;
    this.tiff = tiff;
  }

  SharedFile file() {
    return file;
  }

  List<TiffDirectory> pages() {
    return tiff.pages();
  }

  TiffDirectory first() {
    return tiff.pages().get(0);
  }

  List<TiffDirectory> below(TiffDirectory page) {
    return tiff.below(page);
  }

  /** The page that a vendor's text names by its number. */
  TiffDirectory page(long index, String text) throws SlideReadException {
    if (index < 0 || index >= tiff.pages().size()) {
      throw damaged(text + " names image " + index + " of " + tiff.pages().size());
    }
    return tiff.pages().get((int) index);
  }

  void property(String name, String value) {
    if (!value.isBlank()) {
      properties.put(name, value);
    }
  }

  String property(String name) {
    return properties.getOrDefault(name, "");
  }

  /** Takes over the texts of a directory, without its description where that is a long document. */
  void tiffProperties(TiffDirectory page, List<Integer> without) throws IOException {
    for (int i = 0; i < TEXT_TAGS.size(); i++) {
      int tag = TEXT_TAGS.get(i);
      if (!without.contains(tag)) {
        property("tiff." + TEXT_NAMES.get(i), page.text(tag).orElse(""));
      }
    }
    if (page.has(TiffTag.ORIENTATION)) {
      property("tiff.Orientation", Long.toString(page.integerOr(TiffTag.ORIENTATION, 1)));
    }
  }

  /** Two images of one name become {@code label} and {@code label-2}. */
  void associate(String name, ImageSource image) {
    String free = name;
    for (int i = 2; associated.containsKey(free); i++) {
      free = name + "-" + i;
    }
    associated.put(free, image);
  }

  boolean hasAssociated(String name) {
    return associated.containsKey(name);
  }

  /** Sorts by size and keeps those that show the same as the largest, only smaller. */
  List<TiffDirectory> pyramid(List<TiffDirectory> candidates) throws IOException {
    List<TiffDirectory> sorted = new ArrayList<>();
    TreeMap<Long, TiffDirectory> bySize = new TreeMap<>(Comparator.reverseOrder());
    for (TiffDirectory candidate : candidates) {
      bySize.putIfAbsent(width(candidate), candidate);
    }
    for (TiffDirectory candidate : bySize.values()) {
      if (sorted.isEmpty() || isReductionOf(candidate, sorted.get(0))) {
        sorted.add(candidate);
      }
    }
    for (TiffDirectory candidate : candidates) {
      if (!sorted.contains(candidate)) {
        int index = tiff.pages().indexOf(candidate);
        associate(index < 0 ? "reduced" : "page-" + index, ImageSource.page(candidate));
      }
    }
    return List.copyOf(sorted);
  }

  static boolean isReductionOf(TiffDirectory page, TiffDirectory base) throws IOException {
    long width = width(page);
    long height = height(page);
    if (width < 1 || height < 1 || width >= width(base) || height > height(base)) {
      return false;
    }
    double factor = (double) width(base) / width;
    double expected = height(base) / factor;
    return Math.abs(height - expected) <= Math.max(ROUNDING, ASPECT_TOLERANCE * expected);
  }

  static long width(TiffDirectory page) throws IOException {
    return page.integerOr(TiffTag.IMAGE_WIDTH, 0);
  }

  static long height(TiffDirectory page) throws IOException {
    return page.integerOr(TiffTag.IMAGE_LENGTH, 0);
  }

  /** The structure of a slide whose levels are whole pages. */
  SlideStructure ofPages(String format, List<TiffDirectory> levels, Optics optics) {
    return of(format, levels.stream().map(ImageSource::page).toList(), optics);
  }

  SlideStructure of(String format, List<ImageSource> levels, Optics optics) {
    return of(format, levels, optics, SlideStructure.WHITE);
  }

  SlideStructure of(String format, List<ImageSource> levels, Optics optics, int background) {
    return new SlideStructure(format, levels, associated, optics, background, properties);
  }

  /** A number that a vendor wrote as a property. */
  OptionalDouble number(String property) {
    return Scale.number(property(property));
  }

  SlideReadException damaged(String reason) {
    return new SlideReadException(file.name(), reason);
  }

  SlideReadException damaged(TiffDirectory page, String reason) {
    return SlideReadException.at(file.name(), page.position(), reason);
  }

  UnsupportedSlideException unsupported(String kind) {
    return new UnsupportedSlideException(file.name(), kind);
  }
}
