package org.intarsia.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * NAME_label} or {@code NAME_labels}. It is a picture, a label pyramid, or a GeoJSON file of areas
 * with classes as QuPath exports it. Order is that of the names.
 */
public final class LabelledFolder implements Closeable {
  private static final int BAND_ROWS = 256;

  /**
   * Where to look, and what to make of it.
   *
   * @param images folder of pictures or slides
   * @param masks folder of masks
   * @param classes table of the classes; if empty, the masks' own description or their grey values
   * @param unannotated what the pixels are that lie in no area of a GeoJSON file
   * @param micronsPerPixel resolution to learn at; if empty, that of level 0
   * @param slideMicronsPerPixel resolution of level 0, if the files do not say it or are wrong
   */
  public record Place(
      Path images,
      Path masks,
      Optional<LabelKey> classes,
      Unannotated unannotated,
      OptionalDouble micronsPerPixel,
      OptionalDouble slideMicronsPerPixel) {
    /** The same with these classes. */
    public Place withClasses(LabelKey key) {
      return new Place(
          images, masks, Optional.of(key), unannotated, micronsPerPixel, slideMicronsPerPixel);
    }
  }

  /**
   * What the pixels are that lie in no area.
   *
   * @param background name or label of the class that is no tissue
   * @param counts whether they are of that class; otherwise they do not count
   */
  public record Unannotated(String background, boolean counts) {}

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
    Opening opening = new Opening(place, warnings);
    try {
      return opening.open();
    } catch (IOException | RuntimeException e) {
      for (SlideReader reader : opening.readers) {
        reader.close();
      }
      throw e;
    }
  }

  /** What is open until all is. */
  private static final class Opening {
    private final Place place;
    private final Consumer<String> warnings;
    private final List<SlideReader> readers = new ArrayList<>();
    private final Map<Path, SlideReader> rasters = new TreeMap<>();
    private final Map<Path, AreaFile> areas = new TreeMap<>();

    Opening(Place place, Consumer<String> warnings) {
      this.place = place;
      this.warnings = warnings;
    }

    LabelledFolder open() throws IOException {
      List<PairedFiles> pairs = PairedFiles.find(place.images(), place.masks(), warnings);
      for (PairedFiles pair : pairs) {
        if (pair.areas()) {
          areas.put(pair.mask(), AreaFile.read(pair.mask(), warnings));
        } else {
          rasters.put(pair.mask(), reader(pair.mask()));
        }
      }
      LabelKey key = place.classes().isPresent() ? place.classes().get() : key();
      List<LabelledImage> images = new ArrayList<>();
      OptionalDouble scale = OptionalDouble.empty();
      for (PairedFiles pair : pairs) {
        SlideReader picture = reader(pair.picture());
        SlideReader view = view(picture, place);
        scale = view.metadata().micronsPerPixel();
        images.add(LabelledImage.of(pair.name(), view, labels(pair, picture, view, key)));
      }
      return new LabelledFolder(images, key, scale);
    }

    private LabelSource labels(
        PairedFiles pair, SlideReader picture, SlideReader view, LabelKey key) {
      PyramidLevel full = picture.metadata().level(0);
      PyramidLevel working = view.metadata().level(0);
      AreaFile drawn = areas.get(pair.mask());
      if (drawn != null) {
        drawn.checkPlaces(full, warnings);
        double scale = (double) full.width() / working.width();
        return drawn.labels(working, scale, key, place.unannotated());
      }
      SlideReader mask = rasters.get(pair.mask());
      if (mask == null) {
        throw new IllegalStateException(pair.toString());
      }
      checkSizes(picture, working, mask);
      return new RasterLabels(mask, key);
    }

    /** Small pictures whole in memory; large ones as files that stay open. */
    private SlideReader reader(Path file) throws IOException {
      SlideReader reader =
          MemoryPicture.keepIfSmall(
              SlideReaders.open(
                  file, ReadOptions.defaults().withCacheBytes(MemoryPicture.CACHE_BYTES)));
      readers.add(reader);
      return reader;
    }

    private LabelKey key() throws IOException {
      if (rasters.isEmpty()) {
        return AreaFile.key(List.copyOf(areas.values()));
      }
      if (!areas.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: some masks are pictures, others GeoJSON: a table must say which classes they share (--classes FILE)"
                .formatted(place.masks()));
      }
      Optional<LabelKey> stated = LabelKey.stated(rasters.values().iterator().next().metadata());
      if (stated.isPresent()) {
        return stated.get();
      }
      LabelDiscovery discovery = new LabelDiscovery();
      for (SlideReader mask : rasters.values()) {
        discover(mask, discovery);
      }
      return discovery.key();
    }
  }

  private static SlideReader view(SlideReader picture, Place place) {
    WorkingLevel.Wish wish =
        new WorkingLevel.Wish(
            place.micronsPerPixel(), place.slideMicronsPerPixel(), OptionalInt.empty());
    return WorkingLevel.choose(picture.metadata(), wish).view(picture);
  }

  /** Masks have the size of level 0, or of the resolution that is learned at. */
  private static void checkSizes(SlideReader picture, PyramidLevel working, SlideReader mask) {
    PyramidLevel level = mask.metadata().level(0);
    PyramidLevel full = picture.metadata().level(0);
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
