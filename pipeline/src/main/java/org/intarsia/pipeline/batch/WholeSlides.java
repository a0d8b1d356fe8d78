package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReaders;

/**
 * Which files are parts of one slide: DICOM instances, a MIRAX index and its data.
 *
 * <p>The first part that is asked for stands for its slide. Only files with the extension of such
 * kinds are looked into, so that a batch of others costs nothing. Not thread-safe.
 */
final class WholeSlides {
  private static final Set<String> OF_SEVERAL_FILES = Set.of("dcm", "mrxs", "vms", "vmu", "vsi");

  /** The file that stands for the slide, by each of its parts. */
  private final Map<Path, Path> owners = new HashMap<>();

  /** All files of a slide, the one that stands for it at the front; itself if it is damaged. */
  static List<Path> parts(Path slide) throws IOException {
    try {
      return SlideReaders.parts(slide);
    } catch (SlideReadException e) {
      return List.of(slide); // what is wrong with it is said when it is opened
    }
  }

  /** Whether a path is that of a folder that can be listed and is one slide. */
  static boolean isFolder(Path path) {
    return Files.isDirectory(path) && Files.isReadable(path) && SlideReaders.isSlide(path);
  }

  /** The path of an index's data, if a folder may be that: MIRAX keeps it beside the index. */
  static boolean isDataOfAnIndex(Path folder) {
    return Files.isRegularFile(folder.resolveSibling(folder.getFileName() + ".mrxs"));
  }

  /** The same for all parts of a slide: the path of the part that was asked for first. */
  Path key(Path file) {
    Path key = file.toAbsolutePath().normalize();
    Path known = owners.get(key);
    if (known != null) {
      return known;
    }
    owners.put(key, key);
    if (OF_SEVERAL_FILES.contains(SlideSearch.extension(file)) && Files.isRegularFile(file)) {
      for (Path part : partsOrItself(file)) {
        owners.putIfAbsent(part.toAbsolutePath().normalize(), key);
      }
    }
    return key;
  }

  private static List<Path> partsOrItself(Path file) {
    try {
      return parts(file);
    } catch (IOException e) {
      return List.of(file);
    }
  }

  /** Those files that stand for a slide, in their order; parts of others are left out. */
  List<Path> of(List<Path> files) {
    files.stream()
        .filter(file -> OF_SEVERAL_FILES.contains(SlideSearch.extension(file)))
        .forEach(this::key);
    return files.stream()
        .filter(file -> key(file).equals(file.toAbsolutePath().normalize()))
        .toList();
  }
}
