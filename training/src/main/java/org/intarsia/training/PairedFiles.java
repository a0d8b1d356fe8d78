package org.intarsia.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A picture and its mask. */
record PairedFiles(String name, Path picture, Path mask) {
  private static final Set<String> PICTURES =
      Set.of(
          "png", "tif", "tiff", "svs", "btf", "tf8", "tf2", "jpg", "jpeg", "bmp", "ndpi", "scn",
          "qptiff");
  private static final Set<String> AREAS = Set.of("geojson", "json");

  /** Whether the mask is a file of areas, not of pixels. */
  boolean areas() {
    return AREAS.contains(extension(mask));
  }

  /**
   * All pairs of two folders, in the order of their names.
   *
   * @param warnings hears of masks without a picture
   * @throws IllegalArgumentException if there are none, or a picture has no mask
   */
  static List<PairedFiles> find(Path images, Path masks, Consumer<String> warnings)
      throws IOException {
    Set<String> both = new TreeSet<>(PICTURES);
    Map<String, Path> pictures = files(images, "pictures", both);
    both.addAll(AREAS);
    Map<String, Path> candidates = files(masks, "masks", both);
    Set<Path> used = new HashSet<>();
    List<PairedFiles> pairs = new ArrayList<>();
    pictures.forEach(
        (name, picture) -> {
          Path mask =
              Stream.of(name, name + "_mask", name + "_label", name + "_labels", fileName(picture))
                  .filter(candidates::containsKey)
                  .map(candidates::get)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "%s: no mask of this name in %s".formatted(picture, masks)));
          used.add(mask);
          pairs.add(new PairedFiles(name, picture, mask));
        });
    for (Path mask : candidates.values()) {
      if (!used.contains(mask)) {
        warnings.accept(mask + ": no picture of this name in " + images);
      }
    }
    return pairs;
  }

  private static Map<String, Path> files(Path folder, String what, Set<String> extensions)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + ": no such folder");
    }
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> walk = Files.list(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        if (!fileName(file).startsWith(".") && extensions.contains(extension(file))) {
          Path other = found.put(stem(fileName(file)), file);
          if (other != null) {
            throw new IllegalArgumentException(
                "%s and %s have the same name; move one of them away".formatted(other, file));
          }
        }
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "%s: no %s (looked for %s)".formatted(folder, what, String.join(", ", extensions)));
    }
    return found;
  }

  private static String fileName(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String extension(Path file) {
    String name = fileName(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(String name) {
    String stem = name.substring(0, name.lastIndexOf('.'));
    return stem.toLowerCase(Locale.ROOT).endsWith(".ome")
        ? stem.substring(0, stem.length() - 4)
        : stem;
  }
}
