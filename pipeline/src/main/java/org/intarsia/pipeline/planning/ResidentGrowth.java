package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Watches how far the resident memory of this process grows while something is done. */
final class ResidentGrowth {
  private static final Path STATUS = Path.of("/proc/self/statm");
  private static final int PAGE_BYTES = 4096;
  private static final int LOOK_EVERY_MILLIS = 2;

  /** What is watched. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  private ResidentGrowth() {}

  /** Bytes; empty where the system does not say how much is resident. */
  static OptionalLong during(Work work) throws IOException, InterruptedException {
    long before = resident();
    AtomicBoolean done = new AtomicBoolean();
    long[] most = {before};
    Thread watch =
        new Thread(
            () -> {
              while (!done.get()) {
                most[0] = Math.max(most[0], resident());
                pause();
              }
            },
            "intarsia-memory-watch");
    watch.start();
    try {
      work.run();
    } finally {
      done.set(true);
      watch.join();
    }
    return before < 0 ? OptionalLong.empty() : OptionalLong.of(most[0] - before);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes, or -1. */
  private static long resident() {
    try {
      return Long.parseLong(Files.readString(STATUS).split(" ", -1)[1]) * PAGE_BYTES;
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }
}
