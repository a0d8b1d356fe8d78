package org.intarsia.pipeline.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.Region;
import org.intarsia.slideio.SlideReadException;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaderProvider;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.slideio.UnsupportedSlideException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench soak}: many threads on one slide, through each reader. */
@Command(
    name = "soak",
    description =
        "Read random regions of a slide by many threads, through each installed reader that accepts"
            + " it; every pixel is compared with what one thread read before. Exit code 3 after a"
            + " wrong pixel, a leaked file descriptor, or a slide that cannot be read.")
final class SoakBenchmark implements Callable<Integer> {
  private static final int MOST_SIDE = 700;
  private static final long MOST_BYTES = 256L << 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SLIDE", description = "A slide.")
  private Path slide = Path.of("");

  @Option(names = "--seconds", paramLabel = "S", description = "For each reader. Default: 60.")
  private int seconds = 60;

  @Option(names = "--threads", paramLabel = "N", description = "Default: 16.")
  private int threads = 16;

  @Option(names = "--reader", paramLabel = "NAME", description = "This reader only.")
  private String reader = "";

  /** What one thread read, whole levels or their upper part. */
  private record Truth(PyramidLevel level, int height, byte[] rgb) {}

  private record Tally(long regions, long pixels, long wrongPixels, long leaked) {
    static final Tally NONE = new Tally(0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          regions + other.regions,
          pixels + other.pixels,
          wrongPixels + other.wrongPixels,
          leaked + other.leaked);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (!reader.isEmpty()) {
      SlideReaders.checkInstalled(reader);
    }
    int code = ExitCode.DONE;
    for (SlideReaderProvider provider : SlideReaders.accepting(slide)) {
      if (!reader.isEmpty() && !provider.name().equals(reader)) {
        continue;
      }
      Tally tally;
      try {
        tally = soak(provider.name());
      } catch (UnsupportedSlideException e) {
        out.println(provider.name() + ": " + e.getMessage());
        continue;
      } catch (SlideReadException e) {
        out.println(provider.name() + ": " + e.getMessage());
        code = ExitCode.SLIDES_FAILED;
        continue;
      }
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %d threads, %d s, %d regions, %.1f gigapixels, %d wrong pixels, %d leaked file"
                  + " descriptors",
              provider.name(),
              threads,
              seconds,
              tally.regions(),
              tally.pixels() * 1e-9,
              tally.wrongPixels(),
              tally.leaked()));
      code = tally.wrongPixels() + tally.leaked() > 0 ? ExitCode.SLIDES_FAILED : code;
    }
    return code;
  }

  private Tally soak(String name) throws IOException, InterruptedException {
    ReadOptions options =
        ReadOptions.defaults().withReader(name).withDeepSamples(DeepSamples.SCALE);
    List<Truth> truths;
    try (SlideReader alone = SlideReaders.open(slide, options)) {
      truths = truths(alone);
    }
    // What the reader's classes and libraries keep open was opened by now.
    long before = openFiles();
    Tally tally;
    try (SlideReader shared = SlideReaders.open(slide, options)) {
      tally = soak(shared, truths);
    }
    return tally.plus(new Tally(0, 0, 0, Math.max(0, openFiles() - before)));
  }

  private Tally soak(SlideReader shared, List<Truth> truths)
      throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      List<Future<Tally>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        SplittableRandom random = new SplittableRandom(i);
        running.add(pool.submit(() -> compare(shared, truths, random, end)));
      }
      Tally sum = Tally.NONE;
      for (Future<Tally> one : running) {
        sum = sum.plus(one.get());
      }
      return sum;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException("a reading thread failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Truth> truths(SlideReader alone) throws IOException {
    List<Truth> truths = new ArrayList<>();
    for (PyramidLevel level : alone.metadata().levels()) {
      int width = Math.toIntExact(level.width());
      int height = (int) Math.min(level.height(), MOST_BYTES / 3 / width);
      byte[] rgb = new byte[3 * width * height];
      int rows = Math.max(1, Math.min(height, level.tileHeight()));
      for (int y = 0; y < height; y += rows) {
        int part = Math.min(rows, height - y);
        alone.read(
            level.index(),
            new Region(0, y, width, part),
            ByteBuffer.wrap(rgb, 3 * width * y, 3 * width * part));
      }
      truths.add(new Truth(level, height, rgb));
    }
    return truths;
  }

  private static Tally compare(
      SlideReader shared, List<Truth> truths, SplittableRandom random, long end)
      throws IOException {
    Tally tally = Tally.NONE;
    byte[] rgb = new byte[3 * MOST_SIDE * MOST_SIDE];
    while (System.nanoTime() < end) {
      Truth truth = truths.get(random.nextInt(truths.size()));
      int full = Math.toIntExact(truth.level().width());
      int width = 1 + random.nextInt(Math.min(MOST_SIDE, full));
      int height = 1 + random.nextInt(Math.min(MOST_SIDE, truth.height()));
      int x = random.nextInt(full - width + 1);
      int y = random.nextInt(truth.height() - height + 1);
      shared.read(
          truth.level().index(),
          new Region(x, y, width, height),
          ByteBuffer.wrap(rgb, 0, 3 * width * height));
      long wrong = 0;
      for (int row = 0; row < height; row++) {
        int expected = 3 * ((y + row) * full + x);
        int actual = 3 * row * width;
        if (!Arrays.equals(
            rgb, actual, actual + 3 * width, truth.rgb(), expected, expected + 3 * width)) {
          wrong += differences(rgb, actual, truth.rgb(), expected, width);
        }
      }
      tally = tally.plus(new Tally(1, (long) width * height, wrong, 0));
    }
    return tally;
  }

  private static long differences(byte[] a, int fromA, byte[] b, int fromB, int pixels) {
    long wrong = 0;
    for (int i = 0; i < 3 * pixels; i += 3) {
      boolean same = Arrays.equals(a, fromA + i, fromA + i + 3, b, fromB + i, fromB + i + 3);
      wrong += same ? 0 : 1;
    }
    return wrong;
  }

  /** 0 where the system does not tell. */
  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
