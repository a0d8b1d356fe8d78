package org.intarsia.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.LabelDiscovery;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.WorkingLevel;

/**
 * Pictures or slides in one folder, their masks of the same names in another.
 *
 * <p>Names agree without their extensions; a mask may also be called {@code NAME_mask}, {@code
 * NAME_label} or {@code NAME_labels}. Order is that of the names.
 */
public final class LabelledFolder implements Closeable {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "png", "tif", "tiff", "svs", "btf", "tf8", "tf2", "jpg", "jpeg", "bmp", "ndpi", "scn",
          "qptiff");
  private static final int BAND_ROWS = 256;

  /**
   * Where to look, and what to make of it.
   *
   * @param images folder of pictures or slides
   * @param masks folder of masks
   * @param classes table of the classes; if empty, the masks' own description or their grey values
   * @param micronsPerPixel resolution to learn at; if empty, that of level 0
   * @param slideMicronsPerPixel resolution of level 0, if the files do not say it or are wrong
   */
  public record Place(
      Path images,
      Path masks,
      Optional<LabelKey> classes,
      OptionalDouble micronsPerPixel,
      OptionalDouble slideMicronsPerPixel) {}

  private final List<LabelledImage> images;
  private final LabelKey key;
  private final OptionalDouble micronsPerPixel;

  private LabelledFolder(List<LabelledImage> images, LabelKey key, OptionalDouble micronsPerPixel) {
    this.images = List.copyOf(images);
    this.key = key;
    this.micronsPerPixel = micronsPerPixel;
  }

  /**
   * Opens all pairs.
   *
   * @param warnings hears of masks without a picture and the like
   * @throws IllegalArgumentException if there are no pairs, a picture has no mask, sizes differ, or
   *     the masks' values cannot be understood; names the file and the mend
   * @throws IOException if a file cannot be read
   */
  public static LabelledFolder open(Place place, Consumer<String> warnings) throws IOException {
    Map<String, Path> pictures = files(place.images(), "pictures");
    Map<String, Path> masks = files(place.masks(), "masks");
    List<SlideReader> opened = new ArrayList<>();
    try {
      Map<String, SlideReader> readers = openMasks(pictures, masks, place, opened, warnings);
      LabelKey key = place.classes().isPresent() ? place.classes().get() : key(readers);
      List<LabelledImage> images = new ArrayList<>();
      OptionalDouble scale = OptionalDouble.empty();
      for (var entry : readers.entrySet()) {
        SlideReader picture = open(pathOf(pictures, entry.getKey()));
        opened.add(picture);
        SlideReader view = view(picture, place);
        checkSizes(picture, view, entry.getValue());
        scale = view.metadata().micronsPerPixel();
        images.add(LabelledImage.of(entry.getKey(), view, new RasterLabels(entry.getValue(), key)));
      }
      return new LabelledFolder(images, key, scale);
    } catch (IOException | RuntimeException e) {
      for (SlideReader reader : opened) {
        reader.close();
      }
      throw e;
    }
  }

  private static Map<String, Path> files(Path folder, String what) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + ": no such folder");
    }
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> walk = Files.list(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!name.startsWith(".") && EXTENSIONS.contains(extension)) {
          Path other = found.put(stem(name), file);
          if (other != null) {
            throw new IllegalArgumentException(
                "%s and %s have the same name; move one of them away".formatted(other, file));
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no %s (looked for %s)"
              .formatted(folder, what, String.join(", ", new TreeSet<>(EXTENSIONS))));
    }
    return found;
  }

  private static String stem(String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    return stem.toLowerCase(Locale.ROOT).endsWith(".ome")
        ? stem.substring(0, stem.length() - 4)
        : stem;
  }

  private static Map<String, SlideReader> openMasks(
      Map<String, Path> pictures,
      Map<String, Path> masks,
      Place place,
      List<SlideReader> opened,
      Consumer<String> warnings)
      throws IOException {
    Map<String, SlideReader> readers = new TreeMap<>();
    Set<String> used = new HashSet<>();
    for (String name : pictures.keySet()) {
      String maskName =
          Stream.of(name, name + "_mask", name + "_label", name + "_labels")
              .filter(masks::containsKey)
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "%s: no mask of this name in %s"
                              .formatted(pathOf(pictures, name), place.masks())));
      used.add(maskName);
      SlideReader reader = open(pathOf(masks, maskName));
      opened.add(reader);
      readers.put(name, reader);
    }
    masks.forEach(
        (name, file) -> {
          if (!used.contains(name)) {
            warnings.accept(file + ": no picture of this name in " + place.images());
          }
        });
    return readers;
  }

  private static Path pathOf(Map<String, Path> files, String name) {
    Path file = files.get(name);
    if (file == null) {
      throw new IllegalStateException(name);
    }
    return file;
  }

  /** Small pictures whole in memory; large ones as files that stay open. */
  private static SlideReader open(Path file) throws IOException {
    SlideReader reader =
        SlideReaders.open(file, ReadOptions.defaults().withCacheBytes(MemoryPicture.CACHE_BYTES));
    return MemoryPicture.keepIfSmall(reader);
  }

  private static SlideReader view(SlideReader picture, Place place) {
    WorkingLevel.Wish wish =
        new WorkingLevel.Wish(
            place.micronsPerPixel(), place.slideMicronsPerPixel(), OptionalInt.empty());
    return WorkingLevel.choose(picture.metadata(), wish).view(picture);
  }

  /** Masks have the size of level 0, or of the resolution that is learned at. */
  private static void checkSizes(SlideReader picture, SlideReader view, SlideReader mask) {
    PyramidLevel level = mask.metadata().level(0);
    PyramidLevel full = picture.metadata().level(0);
    PyramidLevel working = view.metadata().level(0);
    boolean fits =
        (level.width() == full.width() && level.height() == full.height())
            || (level.width() == working.width() && level.height() == working.height());
    if (!fits) {
      throw new IllegalArgumentException(
          "%s has %d x %d px, but its mask %s has %d x %d px; make them the same size"
              .formatted(
                  picture.metadata().name(),
                  full.width(),
                  full.height(),
                  mask.metadata().name(),
                  level.width(),
                  level.height()));
    }
  }

  private static LabelKey key(Map<String, SlideReader> masks) throws IOException {
    SlideReader first = masks.values().iterator().next();
    Optional<LabelKey> stated = LabelKey.stated(first.metadata());
    if (stated.isPresent()) {
      return stated.get();
    }
    LabelDiscovery discovery = new LabelDiscovery();
    for (SlideReader mask : masks.values()) {
      discover(mask, discovery);
    }
    return discovery.key();
  }

  private static void discover(SlideReader mask, LabelDiscovery discovery) throws IOException {
    PyramidLevel level = mask.metadata().level(0);
    int width = Math.toIntExact(level.width());
    byte[] rgb = new byte[3 * width * BAND_ROWS];
    for (long y = 0; y < level.height(); y += BAND_ROWS) {
      int rows = (int) Math.min(BAND_ROWS, level.height() - y);
      mask.read(0, new Region(0, y, width, rows), ByteBuffer.wrap(rgb));
      discovery.add(rgb, width * rows);
    }
  }

  /** The pictures in the order of their names. */
  public List<LabelledImage> images() {
    return images;
  }

  /** The classes. */
  public LabelKey key() {
    return key;
  }

  /** The resolution that is learned at, if it is known. */
  public OptionalDouble micronsPerPixel() {
    return micronsPerPixel;
  }

  @Override
  public void close() throws IOException {
    for (LabelledImage image : images) {
      image.close();
    }
  }
}
