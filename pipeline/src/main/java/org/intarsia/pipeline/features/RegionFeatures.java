package org.intarsia.pipeline.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.intarsia.classifier.superpixels.DuctStructure;
import org.intarsia.classifier.superpixels.SuperpixelFeatures;
import org.intarsia.classifier.superpixels.Superpixels;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.LabelMask;
import org.intarsia.tiler.WorkingLevel;

/**
 * Superpixel features and duct structure of a region of interest: its slide and its mask.
 *
 * <p>Superpixels are cut block by block, so that a region may be of any size; ducts want the whole
 * region in memory, up to {@link #LARGEST_REGION}.
 */
final class RegionFeatures {
  /** Pixels of the largest region whose ducts are looked at. */
  static final long LARGEST_REGION = 100_000_000;

  /** Side of the blocks that are cut into superpixels, in pixels. */
  private static final int BLOCK = 2500;

  private final LabelKey key;
  private final List<String> columns;
  private final Set<Integer> ductClasses;

  /**
   * For masks of these classes.
   *
   * @param columns what each class is called in columns of tables
   * @param ductClasses labels that ducts are made of; empty for no duct structure
   */
  RegionFeatures(LabelKey key, List<String> columns, Set<Integer> ductClasses) {
    if (columns.size() != key.classes()) {
      throw new IllegalArgumentException(
          "%d names do not fit %d classes".formatted(columns.size(), key.classes()));
    }
    this.key = key;
    this.columns = List.copyOf(columns);
    this.ductClasses = Set.copyOf(ductClasses);
  }

  /** The names of the features, in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>(SuperpixelFeatures.names(columns));
    if (!ductClasses.isEmpty()) {
      names.addAll(DuctStructure.names(columns));
    }
    return names;
  }

  /**
   * The features of one region.
   *
   * @param slide the slide; the level that has the size of the mask is read
   * @param reading how
   * @param mask its mask
   * @throws IllegalArgumentException if no level has the shape of the mask, or the region is too
   *     large for its ducts
   */
  Map<String, Double> of(Path slide, ReadOptions reading, LabelMask mask) throws IOException {
    if (!ductClasses.isEmpty() && mask.width() * mask.height() > LARGEST_REGION) {
      throw new IllegalArgumentException(
          "%s: %d x %d px are more than the %d px of a region whose ducts can be looked at; leave them out or cut the region"
              .formatted(mask.file(), mask.width(), mask.height(), LARGEST_REGION));
    }
    try (SlideReader reader = SlideReaders.open(slide, reading);
        SlideReader view = view(reader, mask)) {
      Map<String, Double> values = new LinkedHashMap<>();
      put(values, SuperpixelFeatures.names(columns), superpixels(view, mask));
      if (!ductClasses.isEmpty()) {
        put(values, DuctStructure.names(columns), ducts(view, mask));
      }
      return values;
    }
  }

  private static void put(Map<String, Double> values, List<String> names, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      values.put(names.get(i), numbers[i]);
    }
  }

  /** The slide at the mask's resolution: a level of that size, or a finer one made smaller. */
  private static SlideReader view(SlideReader slide, LabelMask mask) {
    PyramidLevel source = slide.metadata().level(0);
    for (PyramidLevel level : slide.metadata().levels()) {
      if (level.width() >= mask.width() && level.height() >= mask.height()) {
        source = level;
      }
    }
    double across = (double) source.width() / mask.width();
    double down = (double) source.height() / mask.height();
    if (across < 0.999 || Math.abs(across / down - 1) > 0.01) {
      throw new IllegalArgumentException(
          "%s has %d x %d px, which is not the shape of its mask %s with %d x %d px"
              .formatted(
                  slide.metadata().name(),
                  source.width(),
                  source.height(),
                  mask.file(),
                  mask.width(),
                  mask.height()));
    }
    boolean same = source.width() == mask.width() && source.height() == mask.height();
    return new WorkingLevel(
            source.index(),
            mask.width(),
            mask.height(),
            slide.metadata().micronsPerPixel(),
            !same,
            "")
        .view(slide);
  }

  private double[] superpixels(SlideReader view, LabelMask mask) throws IOException {
    SuperpixelFeatures features = new SuperpixelFeatures(key.classes());
    for (long y = 0; y < mask.height(); y += BLOCK) {
      int rows = (int) Math.min(BLOCK, mask.height() - y);
      for (int x = 0; x < mask.width(); x += BLOCK) {
        Region block = new Region(x, y, Math.min(BLOCK, mask.width() - x), rows);
        Superpixels pieces =
            Superpixels.slic(
                pixels(view, block), block.width(), rows, SuperpixelFeatures.PUBLISHED_AREA);
        features.add(pieces, labels(mask, block));
      }
    }
    return features.values();
  }

  private double[] ducts(SlideReader view, LabelMask mask) throws IOException {
    Region whole = new Region(0, 0, mask.width(), Math.toIntExact(mask.height()));
    DuctStructure structure = new DuctStructure(key.classes(), ductClasses);
    structure.add(pixels(view, whole), labels(mask, whole), whole.width());
    return structure.values();
  }

  private static byte[] pixels(SlideReader view, Region region) throws IOException {
    byte[] rgb = new byte[Math.toIntExact(3 * region.area())];
    view.read(0, region, ByteBuffer.wrap(rgb));
    return rgb;
  }

  private byte[] labels(LabelMask mask, Region region) throws IOException {
    byte[] labels = new byte[Math.toIntExact(region.area())];
    mask.read(region, key, labels);
    return labels;
  }
}
