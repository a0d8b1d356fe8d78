package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.intarsia.slideio.SlideReaders;

/**
 * A slide's file, or files, as they were when its work began.
 *
 * <p>A file that has changed within the last {@link #QUIET} may still be on its way: it is looked
 * at again until it has not changed for so long. By the clock of this machine alone: a file server
 * whose clock goes ahead makes each slide wait that long, no more.
 *
 * @param path where it is: a file, or a folder
 * @param parts the files that it consists of, in the order of their paths
 */
record SlideFile(Path path, List<Part> parts) {
  static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * A file.
   *
   * @param size in bytes; negative for a folder
   * @param modified when it was last written to
   */
  record Part(Path path, long size, Instant modified) {
    boolean isFolder() {
      return size < 0;
    }
  }

  /** The bytes of all parts. */
  long size() {
    return parts.stream().mapToLong(Part::size).sum();
  }

  /** When the last of its parts was written to. */
  Instant modified() {
    return parts.stream().map(Part::modified).max(Comparator.naturalOrder()).orElse(Instant.MIN);
  }

  /**
   * Looks at a file until it is quiet.
   *
   * @param patience how long to wait at most
   * @throws IOException if it is no file that can be read, or still not quiet; names it
   */
  static SlideFile awaitQuiet(Path path, Duration patience)
      throws IOException, InterruptedException {
    SlideFile seen = look(path);
    Instant since = seen.modified();
    if (since.isAfter(Instant.now())) {
      since = Instant.now();
    }
    Instant end = Instant.now().plus(patience);
    while (true) {
      Instant now = Instant.now();
      Duration left = QUIET.minus(Duration.between(since, now));
      if (left.isNegative() || left.isZero()) {
        return seen;
      }
      if (now.plus(left).isAfter(end)) {
        throw new IOException(
            "%s is still being written: it has changed within the last %d s (%d bytes so far), after a wait of %d s; run again when it is whole, or wait longer (--wait)"
                .formatted(path, QUIET.toSeconds(), seen.size(), patience.toSeconds()));
      }
      Thread.sleep(Math.max(1, left.toMillis()));
      SlideFile again = look(path);
      since = again.equals(seen) ? since : Instant.now();
      seen = again;
    }
  }

  private static SlideFile look(Path path) throws IOException {
    if (part(path).isFolder()) {
      checkFolder(path);
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString(), null, "no permission to read it");
    }
    List<Part> parts = new ArrayList<>();
    for (Path each : WholeSlides.parts(path)) {
      parts.add(part(each));
    }
    parts.sort(Comparator.comparing(Part::path));
    return new SlideFile(path, List.copyOf(parts));
  }

  private static Part part(Path path) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Part(
          path,
          attributes.isDirectory() ? -1 : attributes.size(),
          attributes.lastModifiedTime().toInstant());
    } catch (NoSuchFileException e) {
      boolean link = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      throw new IOException(
          path + (link ? ": a link to a file that does not exist" : ": no such file"), e);
    } catch (FileSystemException e) {
      throw new IOException(path + ": cannot be looked at: " + e.getMessage(), e);
    }
  }

  private static void checkFolder(Path folder) throws IOException {
    if (!Files.isReadable(folder)) {
      throw new IOException(folder + ": no permission to list this folder");
    }
    if (!SlideReaders.isSlide(folder)) {
      throw new IOException(folder + ": is a folder, no slide");
    }
  }

  /**
   * Checks that it is what it was.
   *
   * @throws IOException if it has changed, and all that was read of it is in doubt; names it
   */
  void checkUnchanged() throws IOException {
    SlideFile now = look(path);
    if (!now.equals(this)) {
      throw new IOException(
          changed(
              "%d bytes of %s when its work began, %d of %s now"
                  .formatted(size(), modified(), now.size(), now.modified())));
    }
  }

  /** What to say of an error that came of reading it while it was being written. */
  String changed(String error) {
    return path + " is still being written; run again when it is whole (" + error + ")";
  }

  /** Whether it has changed since, or can no longer be looked at. */
  boolean hasChanged() {
    try {
      return !look(path).equals(this);
    } catch (IOException e) {
      return true;
    }
  }
}
