package org.intarsia.slideio.openslide;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of slides that are several: MIRAX, Hamamatsu VMS and VMU. */
final class SlideParts {
  private static final int LONGEST_INDEX = 1 << 20;

  private SlideParts() {}

  /** All files, the one that OpenSlide opens at the front, the others by name. */
  static List<Path> of(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    List<Path> parts = new ArrayList<>(List.of(file));
    switch (extension) {
      case "mrxs" -> parts.addAll(files(file.resolveSibling(stem(name))));
      case "vms", "vmu" -> parts.addAll(named(file));
      default -> {}
    }
    return List.copyOf(parts);
  }

  private static String stem(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The files beside an index that its lines KEY=FILE name. */
  private static Set<Path> named(Path index) throws IOException {
    Set<Path> named = new TreeSet<>();
    if (Files.size(index) > LONGEST_INDEX) {
      return named;
    }
    String text = Files.readString(index, StandardCharsets.ISO_8859_1);
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .filter(value -> !value.isEmpty() && value.indexOf('/') < 0 && value.indexOf('\\') < 0)
        .forEach(
            value -> {
              try {
                Path beside = index.resolveSibling(value);
                if (Files.isRegularFile(beside) && !beside.equals(index)) {
                  named.add(beside);
                }
              } catch (InvalidPathException e) {
                return; // a value that names no file
              }
            });
    return named;
  }
}
