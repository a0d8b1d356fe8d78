package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a run, in which nothing has its final name before it is whole.
 *
 * <p>Files are written beside their place under a name that begins with {@code .} and ends in
 * {@code .partial}, and renamed; a slide's folder likewise, as one. What a killed run left under
 * such names is removed when the folder is opened again.
 */
public final class OutputFolder {
  private static final String PARTIAL = ".partial";

  private final Path root;

  private OutputFolder(Path root) {
    this.root = root;
  }

  /**
   * Opens the folder, making it if need be, and tries it out.
   *
   * @throws UsageException if it cannot be made or written to; nothing is left behind then
   */
  public static OutputFolder open(Path root) {
    List<Path> missing = missing(root.resolve("slides").toAbsolutePath());
    try {
      Files.createDirectories(root.resolve("slides"));
      Path probe = root.resolve(".write-test" + PARTIAL);
      Files.deleteIfExists(probe);
      Files.createFile(probe);
      Files.delete(probe);
      OutputFolder folder = new OutputFolder(root);
      folder.removePartials();
      return folder;
    } catch (IOException e) {
      removeDirectories(missing);
      throw new UsageException(
          root
              + ": the output folder cannot be written ("
              + reason(e)
              + "); choose another --output",
          e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileAlreadyExistsException
        ? "there is a file of this name"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** The folders that do not exist yet, innermost first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  /** Removes what this class has made: empty folders, never a file. */
  private static void removeDirectories(List<Path> made) {
    for (Path folder : made) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try {
        Files.delete(folder);
      } catch (IOException e) {
        return; // somebody else has put something there: it is theirs
      }
    }
  }

  private void removePartials() throws IOException {
    for (Path folder : List.of(root, root.resolve("slides"))) {
      try (Stream<Path> children = Files.list(folder)) {
        for (Path child : children.filter(OutputFolder::isPartial).toList()) {
          delete(child);
        }
      }
    }
  }

  private static boolean isPartial(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.startsWith(".") && name.endsWith(PARTIAL);
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** Where a slide's results are, or will be. */
  public Path slide(String name) {
    return root.resolve("slides").resolve(name);
  }

  /** An empty folder to write a slide's results to. */
  public Path beginSlide(String name) throws IOException {
    Path partial = root.resolve("slides").resolve("." + name + PARTIAL);
    delete(partial);
    return Files.createDirectory(partial);
  }

  /** Gives a slide's folder its final name, in place of an older one. */
  public void publishSlide(String name) throws IOException {
    Path partial = root.resolve("slides").resolve("." + name + PARTIAL);
    Path place = slide(name);
    if (Files.exists(place)) {
      Path old = root.resolve("slides").resolve("." + name + ".old" + PARTIAL);
      delete(old);
      move(place, old);
      move(partial, place);
      delete(old);
    } else {
      move(partial, place);
    }
  }

  /** Removes what {@link #beginSlide} made. */
  public void abandonSlide(String name) throws IOException {
    delete(root.resolve("slides").resolve("." + name + PARTIAL));
  }

  /** Writes a text file, whole or not at all. */
  public void write(String name, String content) throws IOException {
    Path partial = root.resolve("." + name + PARTIAL);
    Files.writeString(partial, content, StandardCharsets.UTF_8);
    move(partial, root.resolve(name));
  }

  /** Removes a file if it is there. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
