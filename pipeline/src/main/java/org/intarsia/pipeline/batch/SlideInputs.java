package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Turns what the user named (files, folders, CSV lists) into slides with unique names.
 *
 * <p>Folders are searched recursively, in the order of their paths; in them only files with the
 * extension of a slide or an image count. A file that is named itself is always taken. A CSV list
 * has a column {@code slide}; relative paths are relative to the list.
 */
public final class SlideInputs {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "svs", "tif", "tiff", "btf", "tf8", "tf2", "ndpi", "scn", "bif", "mrxs", "vms", "vmu",
          "svslide", "qptiff", "czi", "vsi", "dcm", "png", "jpg", "jpeg", "bmp");

  private SlideInputs() {}

  /**
   * Collects the slides.
   *
   * @throws UsageException if an input does not exist, a list is malformed, or nothing is found
   */
  public static List<SlideInput> collect(List<Path> inputs) {
    Set<Path> files = new LinkedHashSet<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        files.addAll(folder(input));
      } else if (!Files.exists(input)) {
        throw new UsageException(input + ": no such file or folder");
      } else if (extension(input).equals("csv")) {
        files.addAll(list(input));
      } else {
        files.add(input.normalize());
      }
    }
    return named(files);
  }

  private static List<Path> folder(Path folder) {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      found =
          walk.filter(Files::isRegularFile)
              .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
              .filter(file -> EXTENSIONS.contains(extension(file)))
              .map(Path::normalize)
              .sorted()
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException(folder + ": cannot be searched: " + e.getMessage(), e);
    }
    if (found.isEmpty()) {
      throw new UsageException(
          folder + ": no slides in this folder (looked for " + known() + ", recursively)");
    }
    return found;
  }

  private static String known() {
    return String.join(", ", new TreeSet<>(EXTENSIONS));
  }

  private static List<Path> list(Path list) {
    List<Path> files = new ArrayList<>();
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (Reader reader = Files.newBufferedReader(list, StandardCharsets.UTF_8);
        CSVParser parser = format.parse(reader)) {
      if (!parser.getHeaderMap().containsKey("slide")) {
        throw new UsageException(
            list
                + ": a list of slides needs a column named slide; it has "
                + parser.getHeaderNames());
      }
      for (CSVRecord record : parser) {
        Path named = Path.of(record.get("slide"));
        Path file = list.resolveSibling(named).normalize();
        if (!Files.exists(file)) {
          throw new UsageException(
              list + ", line " + (record.getRecordNumber() + 1) + ": no such file: " + file);
        }
        files.add(file);
      }
    } catch (IOException e) {
      throw new UsageException(list + ": cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw new UsageException(list + ": the list has no slides");
    }
    return files;
  }

  private static List<SlideInput> named(Set<Path> files) {
    List<SlideInput> slides = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Path file : files) {
      String base = name(file);
      String name = base;
      for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
        name = base + "-" + i;
      }
      slides.add(new SlideInput(file, name));
    }
    return slides;
  }

  /**
   * The name of a slide in the output folder, if no other has it: the file name without extension,
   * with anything but letters, digits, dot, dash, underscore replaced.
   */
  public static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    if (stem.toLowerCase(Locale.ROOT).endsWith(".ome")) {
      stem = stem.substring(0, stem.length() - 4);
    }
    String safe = stem.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^\\.+", "_");
    return safe.isEmpty() ? "slide" : safe;
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
