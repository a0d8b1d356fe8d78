package org.intarsia.slideio.tiff;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.UnsupportedSlideException;
import org.intarsia.slideio.raster.SharedFile;
import org.intarsia.tiff.TiffTag;

/** Finds levels, associated images and scale among the directories of a file. */
final class StructureParser {
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
  private final LinkedHashMap<String, TiffDirectory> associated = new LinkedHashMap<>();

  private StructureParser(SharedFile file, TiffStructure tiff) {
    this.file = file;
    this.tiff = tiff;
  }

  /**
   * Reads the file's directories and says what they are.
   *
   * @throws SlideReadException if the file is damaged, or of a kind that is refused by name
   */
  static SlideStructure parse(SharedFile file) throws IOException {
    return new StructureParser(file, TiffStructure.read(file)).run();
  }

  private SlideStructure run() throws IOException {
    TiffDirectory first = tiff.pages().get(0);
    Optional<String> foreign = ForeignKinds.recognise(first);
    if (foreign.isPresent()) {
      throw new UnsupportedSlideException(file.name(), foreign.get());
    }
    for (int i = 0; i < TEXT_TAGS.size(); i++) {
      String name = "tiff." + TEXT_NAMES.get(i);
      first.text(TEXT_TAGS.get(i)).ifPresent(text -> properties.put(name, text));
    }
    if (first.has(TiffTag.ORIENTATION)) {
      properties.put("tiff.Orientation", Long.toString(first.integerOr(TiffTag.ORIENTATION, 1)));
    }
    String description = first.text(TiffTag.IMAGE_DESCRIPTION).orElse("");
    if (description.startsWith("Aperio")) {
      return aperio(description);
    }
    if (OmeXml.isIn(description)) {
      return ome(OmeXml.parse(file.name(), description));
    }
    return generic();
  }

  private SlideStructure aperio(String description) throws IOException {
    Map<String, String> fields = AperioDescription.fields(description);
    fields.forEach((name, value) -> properties.put("aperio." + name, value));
    List<TiffDirectory> tiled = new ArrayList<>();
    for (int i = 0; i < tiff.pages().size(); i++) {
      TiffDirectory page = tiff.pages().get(i);
      if (page.has(TiffTag.TILE_WIDTH)) {
        tiled.add(page);
      } else {
        name(AperioDescription.imageName(page, i), page);
      }
    }
    if (tiled.isEmpty()) {
      throw new SlideReadException(file.name(), "an Aperio file without a tiled image");
    }
    OptionalDouble mpp = number(fields, "MPP");
    return new SlideStructure(
        "Aperio SVS",
        pyramid(tiled),
        associated,
        mpp.isPresent() ? Scale.plausible(mpp.getAsDouble()) : mpp,
        number(fields, "AppMag"),
        properties);
  }

  private static OptionalDouble number(Map<String, String> fields, String name) {
    String text = fields.get(name);
    return text == null ? OptionalDouble.empty() : Scale.number(text);
  }

  private SlideStructure ome(OmeXml xml) throws IOException {
    List<OmeXml.Image> images = xml.images();
    OmeXml.Image main = images.get(0);
    TiffDirectory base = page(main.page());
    if (main.refusal().isPresent()) {
      throw new UnsupportedSlideException(file.name(), main.refusal().get() + samples(base));
    }
    Set<TiffDirectory> used = new HashSet<>();
    used.add(base);
    for (int i = 1; i < images.size(); i++) {
      TiffDirectory page = page(images.get(i).page());
      if (used.add(page)) {
        String name = images.get(i).name();
        name(name.isBlank() ? "image-" + i : name.toLowerCase(Locale.ROOT), page);
      }
    }
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    levels.addAll(tiff.below(base));
    if (levels.size() == 1) {
      tiff.pages().stream().filter(page -> !used.contains(page)).forEach(levels::add);
    }
    return new SlideStructure(
        "OME-TIFF",
        pyramid(levels),
        associated,
        main.micronsPerPixel().isPresent() ? main.micronsPerPixel() : Scale.ofResolution(base),
        main.magnification(),
        properties);
  }

  /** Adds the depth of the samples to a refusal where that alone would be one. */
  private static String samples(TiffDirectory page) throws IOException {
    long bits = page.integerOr(TiffTag.BITS_PER_SAMPLE, 8);
    return bits == 8 ? "" : ", " + bits + "-bit samples; Intarsia reads 8-bit RGB";
  }

  private TiffDirectory page(int index) throws SlideReadException {
    if (index >= tiff.pages().size()) {
      throw new SlideReadException(
          file.name(), "the OME-XML names image " + index + " of " + tiff.pages().size());
    }
    return tiff.pages().get(index);
  }

  /** The largest page is the slide; smaller pages of its shape are its levels. */
  private SlideStructure generic() throws IOException {
    TiffDirectory base = tiff.pages().get(0);
    for (TiffDirectory page : tiff.pages()) {
      if (width(page) > width(base)) {
        base = page;
      }
    }
    List<TiffDirectory> levels = new ArrayList<>(List.of(base));
    List<TiffDirectory> below = tiff.below(base).stream().filter(StructureParser::isImage).toList();
    levels.addAll(below);
    Set<TiffDirectory> subs = new HashSet<>(below);
    for (int i = 0; i < tiff.pages().size(); i++) {
      TiffDirectory page = tiff.pages().get(i);
      if (page == base || subs.contains(page)) {
        continue;
      }
      if (subs.isEmpty() && isReductionOf(page, base) && isNewSize(page, levels)) {
        levels.add(page);
      } else {
        associated.put("page-" + i, page);
      }
    }
    return new SlideStructure(
        levels.size() > 1 ? "pyramidal TIFF" : "TIFF",
        pyramid(levels),
        associated,
        Scale.ofResolution(base),
        OptionalDouble.empty(),
        properties);
  }

  private static boolean isImage(TiffDirectory directory) {
    return directory.has(TiffTag.IMAGE_WIDTH) && directory.has(TiffTag.IMAGE_LENGTH);
  }

  private static boolean isNewSize(TiffDirectory page, List<TiffDirectory> levels)
      throws IOException {
    for (TiffDirectory level : levels) {
      if (width(level) == width(page)) {
        return false;
      }
    }
    return true;
  }

  /** Sorts by size and keeps those that show the same as the largest, only smaller. */
  private List<TiffDirectory> pyramid(List<TiffDirectory> candidates) throws IOException {
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
        name(index < 0 ? "reduced" : "page-" + index, candidate);
      }
    }
    return List.copyOf(sorted);
  }

  private static boolean isReductionOf(TiffDirectory page, TiffDirectory base) throws IOException {
    long width = width(page);
    long height = height(page);
    if (width < 1 || height < 1 || width >= width(base) || height > height(base)) {
      return false;
    }
    double factor = (double) width(base) / width;
    double expected = height(base) / factor;
    return Math.abs(height - expected) <= Math.max(ROUNDING, ASPECT_TOLERANCE * expected);
  }

  private static long width(TiffDirectory page) throws IOException {
    return page.integerOr(TiffTag.IMAGE_WIDTH, 0);
  }

  private static long height(TiffDirectory page) throws IOException {
    return page.integerOr(TiffTag.IMAGE_LENGTH, 0);
  }

  /** Two images of one name become {@code label} and {@code label-2}. */
  private void name(String name, TiffDirectory page) {
    String free = name;
    for (int i = 2; associated.containsKey(free); i++) {
      free = name + "-" + i;
    }
    associated.put(free, page);
  }
}
