package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.intarsia.pipeline.roi.RoiFile;

/**
 * A folder with a file of ROIs for each slide: {@code NAME.geojson}, {@code NAME.xml}, {@code
 * NAME.png} and the like, where letters that {@code run} replaces in names are replaced too.
 */
public final class RoiFolder {
  private RoiFolder() {}

  /**
   * The file of a slide or mask.
   *
   * @param name its name in an output folder
   * @throws IOException if there is none, or more than one; names it
   */
  public static Path file(Path folder, String name) throws IOException {
    List<Path> found;
    try (Stream<Path> children = Files.list(folder)) {
      found = children.filter(child -> isOf(child, name)).sorted().toList();
    }
    if (found.isEmpty()) {
      throw new IOException(
          folder.resolve(name + ".geojson")
              + ": no such file; a folder of ROIs has one for each mask or slide (or .json, .xml,"
              + " .png, .tif)");
    }
    if (found.size() > 1) {
      throw new IOException(
          "%s: ROIs of %s are in %s; keep one of them"
              .formatted(folder, name, found.stream().map(file -> file.getFileName()).toList()));
    }
    return found.get(0);
  }

  private static boolean isOf(Path file, String name) {
    String full = String.valueOf(file.getFileName());
    String extension = full.substring(full.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return RoiFile.isExtension(extension)
        && SlideInputs.name(file).equals(name)
        && Files.isRegularFile(file);
  }
}
