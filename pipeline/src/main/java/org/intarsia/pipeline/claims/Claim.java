package org.intarsia.pipeline.claims;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The right to work on one thing, and a folder to do it in. Not thread-safe.
 *
 * <p>Should this process be taken for dead while it lives on, another takes over with a folder of
 * its own, and this one vanishes: what is written here can never mix with the other's.
 */
public final class Claim {
  private final Claims claims;
  private final Path folder;
  private final List<Path> before;
  private final int attempts;

  Claim(Claims claims, Path folder, List<Path> before, int attempts) {
    this.claims = claims;
    this.folder = folder;
    this.before = List.copyOf(before);
    this.attempts = attempts;
  }

  /** Where to work; on the same file system as the place of the results. */
  public Path folder() {
    return folder;
  }

  /** The folders of processes that died over the same work, the latest first. */
  public List<Path> before() {
    return before;
  }

  /** Processes that died over this work before. */
  public int attempts() {
    return attempts;
  }

  /** Whether this claim still stands: nobody has taken over. */
  public boolean stands() {
    return Files.isDirectory(folder);
  }

  /**
   * Gives something made in {@link #folder} its final place at one stroke. What is there already is
   * moved into the folder first.
   *
   * @return false if somebody else put something there meanwhile, or has taken over
   * @throws IOException if it cannot be moved for another reason
   */
  public boolean publish(Path made, Path place) throws IOException {
    if (!stands()) {
      return false;
    }
    try {
      if (Files.exists(place)) {
        move(place, folder.resolve("replaced"));
      }
      move(made, place);
      return true;
    } catch (IOException e) {
      if (!stands() || Files.exists(place)) {
        return false;
      }
      throw e;
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  /** Ends the claim: removes the folder, and those of the dead before. */
  public void release() throws IOException {
    for (Path old : before) {
      claims.remove(old);
    }
    claims.remove(folder);
  }

  /** Ends the claim but keeps what is in the folder for whoever claims the same work next. */
  public void leave() throws IOException {
    Files.writeString(folder.resolve(Claims.OWNER), Claims.NOBODY);
  }
}
