package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.intarsia.pipeline.learning.TrainingJob;
import org.intarsia.training.Metrics;
import org.intarsia.training.TrainingPlan;

/** Progress of a training in lines on standard error: every ten seconds, and at each validation. */
final class TrainingProgress implements TrainingJob.Reporter {
  private static final Duration LINE_EVERY = Duration.ofSeconds(10);

  private final PrintWriter err;
  private long steps;
  private int batch;
  private long firstStep;
  private long begun;
  private long spoken;
  private double best = -1;

  TrainingProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void line(String text) {
    err.println(text);
  }

  @Override
  public void warning(String text) {
    err.println("intarsia: warning: " + text);
  }

  @Override
  public void begins(TrainingPlan plan) {
    steps = plan.schedule().steps();
    batch = plan.schedule().batch();
    begun = System.nanoTime();
    spoken = begun;
    err.println(plan.network() + ", " + steps + " steps of " + batch + " patches");
  }

  @Override
  public void resumed(long step, List<Metrics> history) {
    firstStep = step;
    err.println("goes on after step " + step);
  }

  @Override
  public void step(long step, double loss) {
    long now = System.nanoTime();
    if (now - spoken < LINE_EVERY.toNanos()) {
      return;
    }
    spoken = now;
    double pace = (step - firstStep) / ((now - begun) * 1e-9);
    err.println(
        String.format(
            Locale.ROOT,
            "step %d of %d: loss %.4f, %.1f patches/s, %.0f s left",
            step,
            steps,
            loss,
            pace * batch,
            (steps - step) / pace));
  }

  @Override
  public void metrics(Metrics metrics) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT, "step %d of %d: mean loss %.4f", metrics.step(), steps, metrics.loss()));
    metrics
        .validation()
        .ifPresent(
            validation -> {
              double iou = validation.confusion().meanIou().orElse(0);
              text.append(
                  String.format(
                      Locale.ROOT,
                      "; validation: loss %.4f, mean IoU %.4f, accuracy %.4f%s",
                      validation.loss(),
                      iou,
                      validation.confusion().pixelAccuracy().orElse(0),
                      iou > best ? " (best)" : ""));
              best = Math.max(best, iou);
            });
    err.println(text);
    spoken = System.nanoTime();
  }
}
