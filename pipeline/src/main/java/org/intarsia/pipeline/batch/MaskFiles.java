package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Masks and what they are called.
 *
 * <p>Masks are PNG and TIFF files, named without extension ({@code a.png}, {@code a.tif} and {@code
 * a.ome.tiff} are all {@code a}), and what {@code run} leaves: {@code NAME/mask.ome.tiff} is {@code
 * NAME}. Letters that {@code run} replaces in names are replaced here too.
 */
public final class MaskFiles {
  private static final Set<String> EXTENSIONS = Set.of("png", "tif", "tiff", "btf");

  private MaskFiles() {}

  /**
   * The masks in a folder, in those directly below it, and in {@code slides} of a run's.
   *
   * @return files by name; at least one
   * @throws UsageException if there is no such folder, no mask in it, or two of one name
   */
  public static SortedMap<String, Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(folder + ": no such folder");
    }
    SortedMap<String, Path> masks = new TreeMap<>();
    try {
      for (Path child : children(folder)) {
        if (Files.isRegularFile(child) && EXTENSIONS.contains(extension(child))) {
          put(masks, SlideInputs.name(child), child);
        }
      }
      for (Path parent : List.of(folder, folder.resolve("slides"))) {
        for (Path child : Files.isDirectory(parent) ? children(parent) : List.<Path>of()) {
          if (Files.isRegularFile(child.resolve(SlideWork.MASK))) {
            put(masks, String.valueOf(child.getFileName()), child.resolve(SlideWork.MASK));
          }
        }
      }
    } catch (IOException e) {
      throw new UsageException(folder + ": cannot be listed: " + e.getMessage(), e);
    }
    if (masks.isEmpty()) {
      throw new UsageException(
          folder
              + ": no masks in this folder (looked for PNG and TIFF files, and slides/NAME/"
              + SlideWork.MASK
              + ")");
    }
    return masks;
  }

  /**
   * The masks of files and folders, in this order.
   *
   * @return files by name
   * @throws UsageException as {@link #in}, or if a file is not there
   */
  public static Map<String, Path> collect(List<Path> inputs) {
    Map<String, Path> masks = new LinkedHashMap<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        in(input).values().forEach(file -> put(masks, name(file), file));
      } else if (Files.exists(input)) {
        put(masks, name(input), input);
      } else {
        throw new UsageException(input + ": no such file or folder");
      }
    }
    return masks;
  }

  /** What a mask is called, wherever it lies. */
  private static String name(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    boolean ofRun = SlideWork.MASK.equals(String.valueOf(file.getFileName()));
    return ofRun && parent != null && parent.getFileName() != null
        ? String.valueOf(parent.getFileName())
        : SlideInputs.name(file);
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !String.valueOf(child.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  private static void put(Map<String, Path> masks, String name, Path file) {
    Path other = masks.put(name, file);
    if (other != null) {
      throw new UsageException(
          "%s and %s have the same name; keep one of them".formatted(other, file));
    }
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
