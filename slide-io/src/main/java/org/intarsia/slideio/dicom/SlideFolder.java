package org.intarsia.slideio.dicom;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.StorageException;
import org.intarsia.slideio.UnsupportedSlideException;

/**
 * The instances of one slide among the files of a folder.
 *
 * @param instances of the slide: levels first, the largest at the front; of the same size the one
 *     that was named first
 * @param unreadable names of DICOM files in the folder whose slide cannot be told, and why
 */
record SlideFolder(List<InstanceHeader> instances, SortedMap<String, String> unreadable) {
  /** So many files without DICOM make a folder one of other things. */
  static final int PATIENCE = 32;

  private static final int MAX_FILES = 20_000;

  /** All instances of whole slides in a folder, of whatever slide. */
  private record Contents(List<InstanceHeader> wholeSlides, SortedMap<String, String> unreadable) {}

  /** Whether the instances in a folder show one slide, no more. */
  static boolean isOneSlide(Path folder) throws IOException {
    List<InstanceHeader> all = contents(folder, PATIENCE).wholeSlides();
    return !all.isEmpty() && sameSlide(all, all.get(0).keys()).size() == all.size();
  }

  /**
   * The slide that a folder is, or that a file belongs to.
   *
   * @throws UnsupportedSlideException if the file is a DICOM object of another kind
   * @throws SlideReadException if the file's header is damaged, or the folder is not one slide
   */
  static SlideFolder of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return ofFolder(path);
    }
    InstanceHeader named = InstanceHeader.read(path);
    String name = String.valueOf(path.getFileName());
    if (!named.isWholeSlide()) {
      throw new UnsupportedSlideException(
          name, "a DICOM " + SopClasses.nameOf(named.sopClass()) + ", no whole-slide image");
    }
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      return new SlideFolder(List.of(named), new TreeMap<>());
    }
    Contents contents = contents(parent, MAX_FILES);
    List<InstanceHeader> all = new ArrayList<>(contents.wholeSlides());
    if (!contains(all, path)) {
      all.add(named);
    }
    List<InstanceHeader> slide = sameSlide(all, named.keys());
    return new SlideFolder(ordered(slide, path), contents.unreadable());
  }

  private static boolean contains(List<InstanceHeader> headers, Path file) throws IOException {
    for (InstanceHeader header : headers) {
      if (Files.isSameFile(header.file(), file)) {
        return true;
      }
    }
    return false;
  }

  private static SlideFolder ofFolder(Path folder) throws IOException {
    String name = String.valueOf(folder.getFileName());
    Contents contents = contents(folder, PATIENCE);
    List<InstanceHeader> all = contents.wholeSlides();
    if (!contents.unreadable().isEmpty()) {
      throw new SlideReadException(name, contents.unreadable().values().iterator().next());
    }
    if (all.isEmpty() || sameSlide(all, all.get(0).keys()).size() < all.size()) {
      throw new SlideReadException(
          name, "a folder with " + (all.isEmpty() ? "no" : "more than one") + " DICOM slide");
    }
    return new SlideFolder(ordered(all, folder), contents.unreadable());
  }

  /** By size, then what the user named, then by the writer's number. */
  private static List<InstanceHeader> ordered(List<InstanceHeader> slide, Path named) {
    List<InstanceHeader> ordered = new ArrayList<>(slide);
    ordered.sort(
        Comparator.comparing(InstanceHeader::flavor)
            .thenComparingDouble(header -> -header.size().area())
            .thenComparing(header -> !header.name().equals(String.valueOf(named.getFileName())))
            .thenComparingLong(InstanceHeader::number)
            .thenComparing(InstanceHeader::name));
    return List.copyOf(ordered);
  }

  /** Those that share a key with one that shares a key, and so on. */
  private static List<InstanceHeader> sameSlide(List<InstanceHeader> all, Set<String> seed) {
    Set<String> keys = new HashSet<>(seed);
    List<InstanceHeader> slide = List.of();
    int before = -1;
    while (slide.size() > before) {
      before = slide.size();
      slide =
          all.stream().filter(header -> header.keys().stream().anyMatch(keys::contains)).toList();
      slide.forEach(header -> keys.addAll(header.keys()));
    }
    return slide;
  }

  private static Contents contents(Path folder, int patience) throws IOException {
    Contents contents = new Contents(new ArrayList<>(), new TreeMap<>());
    int found = 0;
    int seen = 0;
    for (Path file : files(folder)) {
      String name = String.valueOf(file.getFileName());
      try {
        seen++;
        if (DicomFile.matches(file)) {
          found++;
          InstanceHeader header = InstanceHeader.read(file);
          if (header.isWholeSlide()) {
            contents.wholeSlides().add(header);
          }
        }
      } catch (StorageException failed) {
        throw failed;
      } catch (SlideReadException | java.nio.file.AccessDeniedException damaged) {
        contents.unreadable().put(name, String.valueOf(damaged.getMessage()));
      }
      if (found == 0 && seen >= patience) {
        break;
      }
    }
    return contents;
  }

  /** Regular files that are not hidden, by name. */
  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        boolean hidden = String.valueOf(entry.getFileName()).startsWith(".");
        if (!hidden && Files.isRegularFile(entry)) {
          files.add(entry);
        }
        if (files.size() > MAX_FILES) {
          throw new SlideReadException(
              String.valueOf(folder.getFileName()),
              "more than " + MAX_FILES + " files beside each other; give the slide its own folder");
        }
      }
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
    return files;
  }
}
