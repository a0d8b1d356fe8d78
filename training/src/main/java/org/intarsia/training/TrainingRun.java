package org.intarsia.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.intarsia.classifier.Confusion;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.segmenter.Weights;

/**
 * Trains a network; a run that was killed goes on from its checkpoint and ends with the same
 * weights, to the last bit, as one that was not (same machine, library and threads).
 *
 * <p>Batch {@code n} always holds the patches from {@code n * batch} on, so the checkpoint need not
 * know what the patches are.
 */
public final class TrainingRun {
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMinutes(1);
  private static final long SEED_STRIDE = 0x9E3779B97F4A7C15L;

  /** How a run ended. */
  public enum End {
    /** After its last step. */
    ALL_STEPS,
    /** Because the validation images did not improve any more. */
    NO_IMPROVEMENT
  }

  /**
   * What came out.
   *
   * @param weights those that did best on the validation images; the last ones without validation
   * @param step after which they were found
   * @param history all looks at the validation images
   * @param end why it stopped
   */
  public record Outcome(Weights weights, long step, List<Metrics> history, End end) {
    /** Copies the history. */
    public Outcome {
      history = List.copyOf(history);
    }
  }

  /**
   * Where a run's checkpoints are kept.
   *
   * @param file of the newest one; deleted by nobody
   * @param plan digest of all that must not change between the sessions of a run
   */
  public record Checkpoints(Path file, String plan) {}

  private final TrainingPlan plan;
  private final TrainingFeed feed;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final List<Metrics> history = new ArrayList<>();
  private Optional<Checkpoint.Best> best = Optional.empty();
  private long step;
  private double lossSum;
  private double secondsBefore;
  private final long startNanos = System.nanoTime();
  private long lastMetricsNanos = startNanos;
  private long lastMetricsStep;
  private long lastCheckpointNanos = startNanos;

  private TrainingRun(
      TrainingPlan plan, TrainingFeed feed, Checkpoints checkpoints, TrainingListener listener) {
    this.plan = plan;
    this.feed = feed;
    this.checkpoints = checkpoints;
    this.listener = listener;
  }

  /**
   * Trains, from the checkpoint if there is one.
   *
   * @throws IOException if a patch cannot be made, training fails, or the checkpoint is of another
   *     plan
   * @throws InterruptedException if interrupted, after a checkpoint was written
   */
  public static Outcome execute(
      TrainingPlan plan, TrainingFeed feed, Checkpoints checkpoints, TrainingListener listener)
      throws IOException, InterruptedException {
    return new TrainingRun(plan, feed, checkpoints, listener).execute();
  }

  private Outcome execute() throws IOException, InterruptedException {
    Optional<Checkpoint> found = checkpoint();
    Weights start = found.map(Checkpoint::weights).orElse(plan.start());
    try (TrainingSession session = TrainingSession.open(plan.network(), start, plan.session())) {
      found.ifPresent(checkpoint -> resume(checkpoint, session));
      End end = train(session);
      save(session);
      Weights last = session.weights();
      return new Outcome(
          best.map(Checkpoint.Best::weights).orElse(last),
          best.map(Checkpoint.Best::step).orElse(step),
          history,
          end);
    }
  }

  private Optional<Checkpoint> checkpoint() throws IOException {
    if (!Files.exists(checkpoints.file())) {
      return Optional.empty();
    }
    Checkpoint checkpoint = CheckpointFile.read(checkpoints.file(), plan.network());
    if (!checkpoint.plan().equals(checkpoints.plan())) {
      throw new IOException(
          checkpoints.file()
              + ": the checkpoint is of another plan or other data; remove it to start anew, or"
              + " choose another output");
    }
    return Optional.of(checkpoint);
  }

  private void resume(Checkpoint checkpoint, TrainingSession session) {
    session.resume(checkpoint.optimizer());
    step = checkpoint.step();
    lossSum = checkpoint.lossSum();
    secondsBefore = checkpoint.seconds();
    best = checkpoint.best();
    history.addAll(checkpoint.history());
    lastMetricsStep = step;
    listener.resumed(step, checkpoint.history());
  }

  private End train(TrainingSession session) throws IOException, InterruptedException {
    TrainingPlan.Schedule schedule = plan.schedule();
    if (exhausted()) {
      return End.NO_IMPROVEMENT;
    }
    try (BatchLoader loader =
        new BatchLoader(
            feed.training(),
            shape(),
            step * schedule.batch(),
            schedule.steps() * schedule.batch(),
            feed.loaders())) {
      while (step < schedule.steps()) {
        if (Thread.interrupted()) {
          save(session);
          throw new InterruptedException("training was interrupted after step " + step);
        }
        double rate = schedule.rate().at(step);
        double loss = session.step(loader.next(), rate, plan.seed() + step * SEED_STRIDE);
        step++;
        lossSum += loss;
        listener.step(step, loss);
        if (step % schedule.validateEvery() == 0 || step == schedule.steps()) {
          look(session, rate);
          save(session);
          if (exhausted()) {
            return End.NO_IMPROVEMENT;
          }
        } else if (System.nanoTime() - lastCheckpointNanos > CHECKPOINT_INTERVAL.toNanos()) {
          save(session);
        }
      }
      return End.ALL_STEPS;
    }
  }

  private BatchLoader.Shape shape() {
    int side = plan.schedule().side();
    return new BatchLoader.Shape(side, plan.network().outputSize(side), plan.schedule().batch());
  }

  /** Whether the last {@code patience} looks brought nothing better. */
  private boolean exhausted() {
    return best.filter(
            b ->
                history.stream().filter(metrics -> metrics.step() > b.step()).count()
                    >= plan.schedule().patience())
        .isPresent();
  }

  private void look(TrainingSession session, double rate) throws IOException, InterruptedException {
    long now = System.nanoTime();
    long sinceStep = history.isEmpty() ? 0 : history.get(history.size() - 1).step();
    double pace =
        (step - lastMetricsStep) * plan.schedule().batch() / ((now - lastMetricsNanos) / 1e9);
    Optional<Metrics.Validation> validation =
        feed.validationPatches() == 0 ? Optional.empty() : Optional.of(validate(session));
    Metrics metrics =
        new Metrics(step, rate, lossSum / (step - sinceStep), validation, seconds(), pace);
    lossSum = 0;
    lastMetricsNanos = System.nanoTime();
    lastMetricsStep = step;
    history.add(metrics);
    validation.ifPresent(
        v -> {
          double iou = v.confusion().meanIou().orElse(0);
          if (best.isEmpty() || iou > best.get().meanIou()) {
            best = Optional.of(new Checkpoint.Best(step, iou, session.weights()));
          }
        });
    listener.metrics(metrics);
  }

  private Metrics.Validation validate(TrainingSession session)
      throws IOException, InterruptedException {
    Confusion.Builder confusion = Confusion.builder(plan.network().classes());
    double lossOfAll = 0;
    long patches = 0;
    try (BatchLoader loader =
        new BatchLoader(feed.validation(), shape(), 0, feed.validationPatches(), feed.loaders())) {
      while (patches < feed.validationPatches()) {
        List<LabelledPatch> batch = loader.next();
        TrainingSession.Answer answer = session.evaluate(batch);
        lossOfAll += answer.loss() * batch.size();
        patches += batch.size();
        count(batch, answer.labels(), confusion);
      }
    }
    return new Metrics.Validation(lossOfAll / patches, confusion.build());
  }

  private static void count(
      List<LabelledPatch> batch, byte[] answers, Confusion.Builder confusion) {
    int area = answers.length / batch.size();
    byte[] predicted = new byte[area];
    for (int i = 0; i < batch.size(); i++) {
      System.arraycopy(answers, i * area, predicted, 0, area);
      confusion.count(batch.get(i).labels(), predicted, area);
    }
  }

  private double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
  }

  private void save(TrainingSession session) throws IOException {
    CheckpointFile.write(
        new Checkpoint(
            checkpoints.plan(),
            step,
            lossSum,
            seconds(),
            session.weights(),
            session.optimizerState(),
            best,
            history),
        checkpoints.file());
    lastCheckpointNanos = System.nanoTime();
  }
}
