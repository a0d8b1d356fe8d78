package org.intarsia.pipeline.claims;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Signs of life of the processes that work in one folder.
 *
 * <p>Each process has a file of its own, which it rewrites again and again with a number that
 * grows. Others take it for alive as long as they see the content change: no clock is compared with
 * another machine's. A process of the same machine that has ended is known to be dead at once.
 *
 * <p>Thread-safe.
 */
final class Presence implements AutoCloseable {
  /**
   * What a process says of itself.
   *
   * @param run id of its run
   * @param purpose what all processes in the folder must agree on
   * @param host the machine
   * @param pid its number there
   * @param started when it began there, to tell it from a later process of the same number
   */
  private record Sign(String run, String purpose, String host, long pid, String started) {
    String text(long beat) {
      return String.join("\n", run, purpose, host, Long.toString(pid), started, beat + "\n");
    }

    static Optional<Sign> parse(String text) {
      String[] lines = text.split("\n", -1);
      return lines.length < 6 || !lines[3].matches("[0-9]{1,18}")
          ? Optional.empty()
          : Optional.of(new Sign(lines[0], lines[1], lines[2], Long.parseLong(lines[3]), lines[4]));
    }
  }

  /** The content last seen of something, and when it was first seen so. */
  private record Seen(String content, long nanos) {}

  private final Path folder;
  private final ClaimTimes times;
  private final Sign own;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread beats;
  private final Map<String, Seen> seen = new HashMap<>();
  private long beat;

  private Presence(Path folder, ClaimTimes times, Sign own) {
    this.folder = folder;
    this.times = times;
    this.own = own;
    this.beats = new Thread(this::giveSigns, "intarsia-heartbeat");
  }

  /** Begins to give signs of life in a folder, which is made. */
  static Presence begin(Path folder, String purpose, ClaimTimes times) throws IOException {
    ProcessHandle process = ProcessHandle.current();
    Sign own =
        new Sign(UUID.randomUUID().toString(), purpose, host(), process.pid(), started(process));
    Presence presence = new Presence(folder, times, own);
    presence.write();
    presence.beats.start();
    return presence;
  }

  /** The machine, and on Linux the name space of process numbers, which containers have each. */
  private static String host() {
    String name;
    try {
      name = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      name = "unknown";
    }
    try {
      return name + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return name;
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private void giveSigns() {
    try {
      while (!ended.await(times.beat().toNanos(), TimeUnit.NANOSECONDS)) {
        giveSign();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A sign that cannot be given is missed by the others only if many in a row are. */
  private void giveSign() {
    try {
      write();
    } catch (IOException e) {
      return; // the run itself meets the same folder, and says what is wrong with it
    }
  }

  private synchronized void write() throws IOException {
    beat++;
    try {
      writeTo(folder.resolve("." + own.run()));
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder); // the last process before this one has just removed it
      writeTo(folder.resolve("." + own.run()));
    }
  }

  private void writeTo(Path draft) throws IOException {
    Files.writeString(draft, own.text(beat), StandardCharsets.UTF_8);
    Files.move(draft, folder.resolve(own.run()), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The id of this process's run. */
  String run() {
    return own.run();
  }

  /** Whether a run is alive as far as one can tell; also one that has just begun to be watched. */
  synchronized boolean isAlive(String run) throws IOException {
    if (run.equals(own.run())) {
      return true;
    }
    String content = content(run);
    Optional<Sign> sign = Sign.parse(content);
    return sign.isPresent() && !hasEnded(sign.get()) && changes(run, content);
  }

  /** The last sign of life of a run; empty if it has left, or never was. */
  private String content(String run) throws IOException {
    if (run.isEmpty()) {
      return "";
    }
    try {
      return Files.readString(folder.resolve(run), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /** Whether a sign of life has changed within the time after which it is stale. */
  private boolean changes(String run, String content) {
    long now = System.nanoTime();
    Seen last = seen.get(run);
    if (last == null || !last.content().equals(content)) {
      seen.put(run, new Seen(content, now));
      return true;
    }
    return now - last.nanos() < times.stale().toNanos();
  }

  private boolean hasEnded(Sign sign) {
    if (!sign.host().equals(own.host())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(sign.pid());
    return process.isEmpty()
        || !process.get().isAlive()
        || !started(process.get()).equals(sign.started());
  }

  /** Runs that are alive and have another purpose, each in words. */
  List<String> others() throws IOException {
    List<String> others = new ArrayList<>();
    for (Path file : files()) {
      Optional<Sign> sign = Sign.parse(content(String.valueOf(file.getFileName())));
      if (sign.isPresent()
          && !sign.get().purpose().equals(own.purpose())
          && isAlive(sign.get().run())) {
        others.add("process %d on %s".formatted(sign.get().pid(), sign.get().host()));
      }
    }
    return others;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .sorted()
          .toList();
    }
  }

  /** Removes the files of processes that are known to be dead. */
  void sweep() throws IOException {
    for (Path file : files()) {
      if (!isAlive(String.valueOf(file.getFileName()))) {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling("." + file.getFileName()));
      }
    }
  }

  /** Ends the signs of life: from now on others take this process for dead. */
  @Override
  public void close() throws IOException {
    ended.countDown();
    try {
      beats.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(folder.resolve("." + own.run()));
    Files.deleteIfExists(folder.resolve(own.run()));
  }
}
