package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.claims.ClaimTimes;
import org.intarsia.pipeline.claims.Claims;

/**
 * The folder of a run, in which nothing has its final name before it is whole, and which several
 * processes can share.
 *
 * <p>Files are written below {@code .intarsia} and renamed; a slide's folder likewise, as one. What
 * a killed run left there is taken up by the next, or removed once its slide is done.
 */
public final class OutputFolder implements AutoCloseable {
  private static final String WORK = ".intarsia";
  private static final int PROBE_BYTES = 1 << 20;

  private final Path root;
  private final Claims claims;

  private OutputFolder(Path root, Claims claims) {
    this.root = root;
    this.claims = claims;
  }

  /**
   * Opens the folder, making it if need be, and tries it out.
   *
   * @param purpose what all processes that share the folder must agree on: the plan's digest
   * @throws UsageException if it cannot be made or written to, or if another plan is at work in it;
   *     nothing is left behind then
   */
  public static OutputFolder open(Path root, String purpose, ClaimTimes times) {
    List<Path> missing = missing(root.resolve("slides").toAbsolutePath());
    try {
      Files.createDirectories(root.resolve("slides"));
      OutputFolder folder = new OutputFolder(root, Claims.join(root.resolve(WORK), purpose, times));
      folder.refuseStrangers();
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

  private void refuseStrangers() throws IOException {
    List<String> strangers = claims.strangers();
    if (!strangers.isEmpty()) {
      claims.close();
      throw new UsageException(
          root
              + ": "
              + String.join(", ", strangers)
              + " is at work in this folder with another plan; wait for it, or choose another"
              + " --output");
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

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** Where a slide's results are, or will be. */
  public Path slide(String name) {
    return root.resolve("slides").resolve(name);
  }

  /** Who works on which slide. */
  Claims claims() {
    return claims;
  }

  /** Writes a text file, whole or not at all. */
  void write(String name, String content) throws IOException {
    try {
      Path scratch = claims.scratch(name);
      Files.writeString(scratch, content, StandardCharsets.UTF_8);
      Files.move(scratch, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** Removes a file if it is there. */
  void remove(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  /**
   * Tries whether the folder can still be written.
   *
   * @throws OutputLostException if not
   */
  void check() throws OutputLostException {
    try {
      Path probe = claims.scratch("probe");
      Files.write(probe, new byte[PROBE_BYTES]);
      Files.delete(probe);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The exception that ends a run, because its folder has failed. */
  OutputLostException lost(IOException cause) {
    return new OutputLostException(
        root
            + ": the output folder cannot be written any more ("
            + reason(cause)
            + "); slides that are done stay: mend it, and give the same command again",
        cause);
  }

  @Override
  public void close() throws IOException {
    claims.close();
  }
}
