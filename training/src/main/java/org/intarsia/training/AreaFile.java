package org.intarsia.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.tiler.LabelKey;
import org.intarsia.tiler.annotation.Annotation;
import org.intarsia.tiler.annotation.Annotations;

/**
 * Areas with classes that were drawn on a slide, as QuPath exports them.
 *
 * <p>QuPath's marks are kept: a class whose name ends in {@code *} is none; {@code Region*} bounds
 * what was annotated completely, so that the rest of it is background; pixels of any other class
 * that ends in {@code *}, such as {@code Ignore*}, do not count. Later areas lie over earlier ones.
 */
record AreaFile(Path file, List<Annotation> areas) {
  private static final String REGION = "Region*";
  private static final String BACKGROUND = "background";
  private static final int[] SPARE_COLORS = {
    0xE6194B, 0x3CB44B, 0x4363D8, 0xF58231, 0x911EB4, 0x42D4F4, 0xF032E6, 0xBFEF45, 0x469990,
    0x9A6324, 0x800000, 0x808000, 0x000075, 0xFFD8B1, 0xAAFFC3, 0xDCBEFF
  };

  static AreaFile read(Path file, Consumer<String> warnings) throws IOException {
    Annotations annotations = Annotations.read(file);
    List<Annotation> classified =
        annotations.areas().stream().filter(area -> !area.className().isBlank()).toList();
    int unclassified = annotations.areas().size() - classified.size();
    if (unclassified > 0) {
      warnings.accept(
          "%s: left out because they have no class: %d areas".formatted(file, unclassified));
    }
    if (annotations.skipped() > 0) {
      warnings.accept(
          "%s: left out because they are no areas: %d".formatted(file, annotations.skipped()));
    }
    return new AreaFile(file, classified);
  }

  /**
   * The classes of some files: background, then the others in the order of the alphabet, with the
   * colours that the files give.
   */
  static LabelKey key(List<AreaFile> files) {
    Map<String, Optional<Integer>> colors = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (AreaFile file : files) {
      for (Annotation area : file.areas()) {
        if (!area.className().endsWith("*")) {
          colors.merge(
              area.className(), area.rgb(), (before, now) -> before.isPresent() ? before : now);
        }
      }
    }
    if (colors.isEmpty()) {
      throw new IllegalArgumentException("no area has a class: there is nothing to learn");
    }
    List<LabelKey.Entry> entries = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    Optional<Integer> ground = colors.remove(BACKGROUND);
    int first = ground == null ? 0xFFFFFF : ground.orElse(0xFFFFFF);
    taken.add(first);
    entries.add(new LabelKey.Entry(0, BACKGROUND, first, 0));
    colors.forEach(
        (name, color) -> {
          int label = entries.size();
          entries.add(new LabelKey.Entry(label, name, unused(color, taken), label));
        });
    return LabelKey.colored(entries);
  }

  private static int unused(Optional<Integer> wanted, Set<Integer> taken) {
    if (wanted.isPresent() && taken.add(wanted.get())) {
      return wanted.get();
    }
    for (int color : SPARE_COLORS) {
      if (taken.add(color)) {
        return color;
      }
    }
    int color = wanted.orElse(0x808080);
    while (!taken.add(color)) {
      color = (color + 0x010305) & 0xFFFFFF;
    }
    return color;
  }

  /** Warns of areas that lie beside the slide: most often they are not in its pixels. */
  void checkPlaces(PyramidLevel full, Consumer<String> warnings) {
    long beside = areas.stream().filter(area -> !area.touches(full.width(), full.height())).count();
    if (beside > 0) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "%s: %d of %d areas lie beside the slide of %d x %d px; areas are in pixels of level"
                  + " 0",
              file,
              beside,
              areas.size(),
              full.width(),
              full.height()));
    }
  }

  /**
   * The labels of a level.
   *
   * @param level the level
   * @param scale pixels of level 0 along a pixel of the level
   * @param key the classes
   * @param unannotated what pixels in no area are
   * @throws IllegalArgumentException if the key has no such class
   */
  LabelSource labels(
      PyramidLevel level, double scale, LabelKey key, LabelledFolder.Unannotated unannotated) {
    int background = key.label(unannotated.background());
    List<AreaLabels.Layer> layers = new ArrayList<>();
    boolean bounded = false;
    for (Annotation area : areas) {
      if (area.className().equalsIgnoreCase(REGION)) {
        bounded = true;
        layers.add(AreaLabels.Layer.of(area, background));
      }
    }
    for (Annotation area : areas) {
      if (!area.className().equalsIgnoreCase(REGION)) {
        layers.add(AreaLabels.Layer.of(area, label(area, key)));
      }
    }
    int outside = bounded || !unannotated.counts() ? LabelKey.IGNORED : background;
    return new AreaLabels(level.width(), level.height(), scale, outside, layers);
  }

  private int label(Annotation area, LabelKey key) {
    if (area.className().endsWith("*")) {
      return LabelKey.IGNORED;
    }
    try {
      return key.label(area.className());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + ": " + e.getMessage() + "; name it in the table of --classes", e);
    }
  }
}
