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

/**
 * A slide's file as it was when its work began.
 *
 * <p>A file that has changed within the last {@link #QUIET} may still be on its way: it is looked
 * at again until it has not changed for so long. By the clock of this machine alone: a file server
 * whose clock goes ahead makes each slide wait that long, no more.
 *
 * @param path where it is
 * @param size in bytes
 * @param modified when it was last written to
 */
record SlideFile(Path path, long size, Instant modified) {
  static final Duration QUIET = Duration.ofSeconds(2);

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
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      boolean link = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      throw new IOException(
          path + (link ? ": a link to a file that does not exist" : ": no such file"), e);
    } catch (FileSystemException e) {
      throw new IOException(path + ": cannot be looked at: " + e.getMessage(), e);
    }
    if (attributes.isDirectory()) {
      throw new IOException(
          Files.isReadable(path)
              ? path + ": is a folder, no slide"
              : path + ": no permission to list this folder");
    }
    if (!Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString(), null, "no permission to read it");
    }
    return new SlideFile(path, attributes.size(), attributes.lastModifiedTime().toInstant());
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
                  .formatted(size, modified, now.size, now.modified)));
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
