package org.intarsia.pipeline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.intarsia.pipeline.batch.RunProgress;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.tiler.TileGrid;
import org.jspecify.annotations.Nullable;

/**
 * Progress on standard error: a bar on a terminal, otherwise a plain line when a slide begins and
 * ends, and every ten seconds between.
 *
 * <p>Whether standard error is a terminal is told by the launcher, in {@code INTARSIA_TERMINAL}:
 * Java cannot say it of a single stream.
 */
final class ConsoleProgress implements RunProgress, AutoCloseable {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final Look look;
  private String title = "";
  private long total;
  private long pixels;
  private long begun;
  private long spoken;
  private @Nullable ProgressBar bar;

  private enum Look {
    BAR,
    LINES
  }

  private ConsoleProgress(PrintWriter err, Look look) {
    this.err = err;
    this.look = look;
  }

  static ConsoleProgress open(PrintWriter err) {
    boolean terminal = "1".equals(System.getenv("INTARSIA_TERMINAL"));
    return new ConsoleProgress(err, terminal ? Look.BAR : Look.LINES);
  }

  @Override
  public synchronized void slideBegins(int number, int of, SlideInput slide) {
    title = "slide " + number + " of " + of + ", " + slide.name();
    begun = System.nanoTime();
    spoken = begun;
    if (look == Look.LINES) {
      err.println(title);
    }
  }

  @Override
  public synchronized void tilesBegin(TileGrid grid) {
    total = grid.size();
    pixels = grid.width() * grid.height();
    if (look == Look.BAR) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(title)
              .setInitialMax(total)
              .setUnit(" tiles", 1)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(250)
              .setConsumer(
                  new ConsoleProgressBarConsumer(
                      new PrintStream(
                          new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)))
              .build();
    }
  }

  @Override
  public synchronized void tilesDone(long tiles) {
    if (bar != null) {
      bar.stepTo(tiles);
      return;
    }
    long now = System.nanoTime();
    if (look == Look.LINES && now - spoken > LINE_EVERY.toNanos() && tiles > 0) {
      spoken = now;
      double seconds = (now - begun) * 1e-9;
      err.println(
          String.format(
              Locale.ROOT,
              "%s: %d of %d tiles, %.1f MP/s, %.0f s left",
              title,
              tiles,
              total,
              1e-6 * pixels * tiles / total / seconds,
              seconds * (total - tiles) / tiles));
    }
  }

  @Override
  public synchronized void note(SlideInput slide, String note) {
    closeBar();
    err.println(slide.name() + ": " + note);
  }

  @Override
  public synchronized void slideEnds(SlideResult result) {
    closeBar();
    double seconds = (System.nanoTime() - begun) * 1e-9;
    if (result instanceof SlideResult.Failed failed) {
      err.println(title + ": FAILED: " + failed.message());
    } else if (result instanceof SlideResult.Duplicate duplicate) {
      err.println(title + ": duplicate of " + duplicate.original().name());
    } else if (result instanceof SlideResult.Done done) {
      done.record().notes().forEach(note -> err.println(title + ": note: " + note));
      String how =
          switch (done.reused()) {
            case NEW -> String.format(Locale.ROOT, "done in %.1f s", seconds);
            case EARLIER_RUN -> "kept from an earlier run";
            case OTHER_PROCESS -> "done by another process";
          };
      err.println(title + ": " + how);
    }
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  @Override
  public synchronized void close() {
    closeBar();
  }
}
