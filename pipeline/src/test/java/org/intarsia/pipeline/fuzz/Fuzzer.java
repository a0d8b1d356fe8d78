package org.intarsia.pipeline.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Runs a parser over changed inputs, in one thread, and watches it: an exception that is no
 * refusal, more than two seconds, or more memory than the cap is a fault.
 *
 * <p>Input {@code i} of seed {@code s} is the same in every run. Time is the thread's own, so that
 * a busy machine makes no hang.
 */
final class Fuzzer {
  /** The longest time of an input. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final Duration STANDSTILL = Duration.ofSeconds(30);
  private static final int MOST_FAULTS = 20;

  /**
   * How much is run.
   *
   * @param inputs how many
   * @param seed of the random numbers
   * @param mostBytes the most that one input may allocate
   * @param faults where inputs with a fault are written
   */
  record Settings(long inputs, long seed, long mostBytes, Path faults) {}

  /** What happened. */
  record Report(
      String target,
      long inputs,
      long read,
      double seconds,
      double slowestSeconds,
      long mostBytes,
      List<String> faults) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %d inputs in %.1f s (%.0f a second), %d read, %d refused, slowest %.3f s, most"
              + " allocated %.1f MiB, %d faults",
          target,
          inputs,
          seconds,
          inputs / Math.max(1e-9, seconds),
          read,
          inputs - read - faults.size(),
          slowestSeconds,
          mostBytes / 1048576.0,
          faults.size());
    }
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FuzzTarget target;
  private final Settings settings;
  private final List<byte[]> seeds;
  private final List<String> faults = new ArrayList<>();
  private final LongConsumer progress;
  private volatile byte[] current = new byte[0];
  private volatile long begun;
  private volatile long index;
  private long read;
  private long slowest;
  private long most;

  private Fuzzer(FuzzTarget target, Settings settings, LongConsumer progress) {
    this.target = target;
    this.settings = settings;
    this.seeds = target.seeds();
    this.progress = progress;
  }

  /**
   * Runs the inputs.
   *
   * @param progress told the number of inputs done, now and then
   */
  static Report run(FuzzTarget target, Settings settings, LongConsumer progress)
      throws IOException, InterruptedException {
    return new Fuzzer(target, settings, progress).run();
  }

  private Report run() throws IOException, InterruptedException {
    long start = System.nanoTime();
    begun = start;
    Thread worker = new Thread(this::loop, "fuzz-" + target.name());
    worker.setDaemon(true);
    worker.start();
    while (worker.isAlive()) {
      worker.join(100);
      if (worker.isAlive() && System.nanoTime() - begun > STANDSTILL.toNanos()) {
        StringBuilder stack = new StringBuilder("stands still for " + STANDSTILL);
        for (StackTraceElement element : worker.getStackTrace()) {
          stack.append("\n  at ").append(element);
        }
        fault(stack.toString());
        break;
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Report(
        target.name(), index, read, seconds, slowest * 1e-9, most, List.copyOf(faults));
  }

  private void loop() {
    long done = 0;
    while (done < settings.inputs() && faults.size() < MOST_FAULTS) {
      SplittableRandom random = new SplittableRandom(settings.seed() * 0x9E3779B97F4A7C15L + done);
      byte[] input = Mutations.of(target, seeds, random);
      current = input;
      one(input);
      done++;
      index = done;
      if (done % 10_000 == 0) {
        progress.accept(done);
      }
    }
  }

  private void one(byte[] input) {
    Thread self = Thread.currentThread();
    begun = System.nanoTime();
    long bytes = THREADS.getThreadAllocatedBytes(self.getId());
    long cpu = THREADS.getCurrentThreadCpuTime();
    try {
      target.run(input);
      read++;
    } catch (Throwable thrown) {
      if (!target.refusal().isInstance(thrown)) {
        fault(text(thrown));
      }
    }
    long taken = THREADS.getCurrentThreadCpuTime() - cpu;
    long allocated = THREADS.getThreadAllocatedBytes(self.getId()) - bytes;
    slowest = Math.max(slowest, taken);
    most = Math.max(most, allocated);
    if (taken > LIMIT.toNanos()) {
      fault("took " + taken * 1e-9 + " s");
    }
    if (allocated > settings.mostBytes()) {
      fault("allocated " + allocated + " bytes, more than " + settings.mostBytes());
    }
  }

  private static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private void fault(String what) {
    String name = target.name() + "-" + settings.seed() + "-" + index;
    faults.add(name + ": " + what);
    try {
      Files.createDirectories(settings.faults());
      Files.write(settings.faults().resolve(name), current);
      Files.write(settings.faults().resolve(name + ".txt"), Arrays.asList(what));
    } catch (IOException e) {
      faults.add(name + " could not be written: " + e);
    }
  }
}
