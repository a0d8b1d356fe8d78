package org.intarsia.pipeline.claims;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who works on what in a folder that several processes share, on one machine or many.
 *
 * <p>A claim is a folder {@code NAME@N} with its owner's name in it, which gets its name with one
 * atomic call of the file system: of all that try, one succeeds. A claim whose owner gives no sign
 * of life any more is taken over by making {@code NAME@N+1}, which again only one can. Needs no
 * locks, no clocks that agree, and nothing that network file systems do not have.
 *
 * <p>Thread-safe.
 */
public final class Claims implements AutoCloseable {
  static final String OWNER = "owner";
  static final String NOBODY = "nobody";
  private static final Pattern FOLDER = Pattern.compile("(.+)@([0-9]{1,9})");

  private static final Pattern HIDDEN = Pattern.compile("\\.([0-9a-f-]{36})\\..+");

  private final AtomicInteger drafts = new AtomicInteger();
  private final Path folder;
  private final Path runs;
  private final Path work;
  private final Presence presence;

  private Claims(Path folder, Presence presence) {
    this.folder = folder;
    this.runs = folder.resolve("runs");
    this.work = folder.resolve("work");
    this.presence = presence;
  }

  /**
   * Joins the processes that share a folder.
   *
   * @param folder for claims only; made if need be
   * @param purpose what all of them must agree on
   */
  public static Claims join(Path folder, String purpose, ClaimTimes times) throws IOException {
    Files.createDirectories(folder.resolve("work"));
    return new Claims(folder, Presence.begin(folder.resolve("runs"), purpose, times));
  }

  /** The id of this process's run. */
  public String run() {
    return presence.run();
  }

  /** Whether a run, by its id, is going on. */
  public boolean isAlive(String run) throws IOException {
    return presence.isAlive(run);
  }

  /** Other processes at work in this folder with another purpose, in words. */
  public List<String> strangers() throws IOException {
    return presence.others();
  }

  /**
   * Claims some work if nobody who is alive has it.
   *
   * @param name letters, digits, dot, dash, underscore
   * @return empty if somebody else has it, or was quicker
   */
  public Optional<Claim> claim(String name) throws IOException {
    List<Path> held = held(name);
    if (!held.isEmpty() && isOwned(held.get(0))) {
      return Optional.empty();
    }
    Path mine = work.resolve(name + "@" + (held.isEmpty() ? 1 : number(held.get(0)) + 1));
    Path draft = hidden();
    Files.createDirectory(draft);
    Files.writeString(draft.resolve(OWNER), presence.run());
    try {
      Files.move(draft, mine, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      delete(draft);
      if (Files.exists(mine)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(new Claim(this, mine, held, deaths(held)));
  }

  /** A path that nobody else uses, of which the owner can be told. */
  private Path hidden() throws IOException {
    Files.createDirectories(work);
    return work.resolve("." + presence.run() + "." + drafts.incrementAndGet());
  }

  /** Folders of this work whose process died, rather than leaving them. */
  private static int deaths(List<Path> held) throws IOException {
    int deaths = 0;
    for (Path each : held) {
      deaths += owner(each).equals(NOBODY) ? 0 : 1;
    }
    return deaths;
  }

  /** How many processes died over this work, as far as their folders are still there. */
  public int deaths(String name) throws IOException {
    List<Path> held = held(name);
    return !held.isEmpty() && isOwned(held.get(0)) ? 0 : deaths(held);
  }

  private boolean isOwned(Path claim) throws IOException {
    String owner = owner(claim);
    if (owner.equals(NOBODY)) {
      return false;
    }
    return presence.isAlive(owner);
  }

  /** The run that holds a claim; empty if it has just been given up. */
  private static String owner(Path claim) throws IOException {
    try {
      return Files.readString(claim.resolve(OWNER), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** The folders of some work, the latest first. */
  private List<Path> held(String name) throws IOException {
    List<Path> held = new ArrayList<>();
    for (Path each : children(work)) {
      Matcher matcher = FOLDER.matcher(String.valueOf(each.getFileName()));
      if (matcher.matches() && matcher.group(1).equals(name)) {
        held.add(each);
      }
    }
    held.sort(Comparator.comparingInt(Claims::number).reversed());
    return held;
  }

  private static int number(Path claim) {
    String name = String.valueOf(claim.getFileName());
    return Integer.parseInt(name.substring(name.lastIndexOf('@') + 1));
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** A path for a file of this process alone, to be moved to its place when it is whole. */
  public Path scratch(String name) throws IOException {
    return hidden().resolveSibling("." + presence.run() + "." + name);
  }

  /** Removes what dead processes left of some work that is done. */
  public void sweep(String name) throws IOException {
    List<Path> held = held(name);
    if (!held.isEmpty() && !isOwned(held.get(0))) {
      for (Path each : held) {
        remove(each);
      }
    }
  }

  /** Removes a claim's folder: out of the way first, at one stroke, then for good. */
  void remove(Path claim) throws IOException {
    Path trash = hidden();
    try {
      Files.move(claim, trash, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // somebody else has done it
    }
    delete(trash);
  }

  /** Leaves; the folder goes with the last process if no work is left in it. */
  @Override
  public void close() throws IOException {
    try (presence) {
      for (Path each : children(work)) {
        Matcher matcher = HIDDEN.matcher(String.valueOf(each.getFileName()));
        if (matcher.matches()
            && (matcher.group(1).equals(presence.run()) || !presence.isAlive(matcher.group(1)))) {
          delete(each);
        }
      }
      presence.sweep();
    }
    for (Path each : List.of(runs, work, folder)) {
      try {
        Files.deleteIfExists(each);
      } catch (DirectoryNotEmptyException e) {
        return; // somebody else is still there
      }
    }
  }

  /** Removes a file, or a folder with all that is in it; also one that vanishes meanwhile. */
  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path child : children(path)) {
        delete(child);
      }
    }
    Files.deleteIfExists(path);
  }
}
