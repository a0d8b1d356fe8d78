package org.intarsia.pipeline.features;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.tiler.LabelKey;

/**
 * The slides of masks, for features that look at the picture too.
 *
 * @param folder where they lie
 * @param files by name
 * @param ducts names or labels of the classes that ducts are made of; if empty, those of the
 *     published system that there are
 * @param reading how the slides are read
 */
public record SlideFolder(
    Path folder, Map<String, Path> files, Optional<List<String>> ducts, ReadOptions reading) {
  private static final List<String> PUBLISHED =
      List.of("benign epithelium", "malignant epithelium", "secretion", "necrosis");

  /**
   * The slides in a folder.
   *
   * @param ducts classes that ducts are made of, in place of the published ones
   * @param reading how the slides are read
   */
  public static SlideFolder of(Path folder, Optional<List<String>> ducts, ReadOptions reading) {
    Map<String, Path> files = new HashMap<>();
    for (SlideInput input : SlideInputs.collect(List.of(folder))) {
      files.put(input.name(), input.file());
    }
    return new SlideFolder(folder, files, ducts, reading);
  }

  /**
   * The slide of a mask.
   *
   * @throws IOException if there is none
   */
  Path slide(String mask) throws IOException {
    Path file = files.get(mask);
    if (file == null) {
      throw new IOException(mask + ": no slide of this name in " + folder);
    }
    return file;
  }

  /**
   * Labels of the classes that ducts are made of.
   *
   * @throws IllegalArgumentException if there is no class of a name that was given
   */
  Set<Integer> ductLabels(LabelKey key) {
    Set<Integer> labels = new HashSet<>();
    if (ducts.isPresent()) {
      ducts.get().forEach(name -> labels.add(key.label(name)));
      return labels;
    }
    for (LabelKey.Entry entry : key.entries()) {
      if (PUBLISHED.stream().anyMatch(entry.name()::equalsIgnoreCase)) {
        labels.add(entry.label());
      }
    }
    return labels;
  }
}
