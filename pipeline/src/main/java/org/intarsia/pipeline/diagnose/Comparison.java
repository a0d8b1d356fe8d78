package org.intarsia.pipeline.diagnose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.classifier.learning.Classifier;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.Samples;
import org.intarsia.classifier.learning.protocol.Prediction;
import org.intarsia.classifier.learning.protocol.Validation;
import org.intarsia.classifier.learning.scores.BinaryCut;
import org.intarsia.classifier.learning.scores.Calibration;
import org.intarsia.classifier.learning.scores.PredictionScores;

/**
 * Classifiers tried on the same folds of a table.
 *
 * @param table what they learned from
 * @param plan with which folds
 * @param results one a classifier, in the order asked
 * @param tests every weak one against every strong one
 */
public record Comparison(
    LabelledTable table, Validation plan, List<Result> results, List<PairTest> tests) {
  /**
   * What one classifier did.
   *
   * @param entry of the catalogue
   * @param predictions of every row in every repeat, by repeat and fold
   * @param scores of all of them
   * @param intervals the scores by name, with intervals over the cases
   * @param calibration of the calls
   */
  public record Result(
      ClassifierCatalogue.Entry entry,
      List<Prediction> predictions,
      PredictionScores scores,
      Map<String, Optional<BootstrapInterval>> intervals,
      Calibration calibration) {
    /** One score; not a number where there was nothing to score. */
    public double value(String score) {
      return intervals
          .getOrDefault(score, Optional.empty())
          .map(BootstrapInterval::estimate)
          .orElse(Double.NaN);
    }
  }

  /** Is told of each training that has ended, from the threads that train. */
  @FunctionalInterface
  public interface Progress {
    /** So many of all are done. */
    void trained(int done, int all);
  }

  private record Task(int classifier, Validation.Part part) {}

  /**
   * Tries classifiers; the result does not depend on the number of threads.
   *
   * @param table every class with at least two cases
   * @param names of the catalogue
   */
  public static Comparison of(
      LabelledTable table, Validation plan, LearningChoices choices, List<String> names, Work work)
      throws InterruptedException {
    List<ClassifierCatalogue.Entry> entries =
        names.stream().map(ClassifierCatalogue::named).toList();
    List<Classifier> classifiers =
        entries.stream().map(entry -> choices.classifier(entry, table.classes())).toList();
    List<List<Prediction>> predictions = predict(plan, classifiers, work);
    Samples samples = plan.samples();
    List<BinaryCut> cuts = BinaryCut.of(table.classes());
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      PredictionScores scores = PredictionScores.of(samples, predictions.get(i), cuts);
      results.add(
          new Result(
              entries.get(i),
              predictions.get(i),
              scores,
              scores.intervals(Resampling.of(plan.seed())),
              Calibration.of(samples, predictions.get(i))));
    }
    return new Comparison(table, plan, results, PairTest.weakAgainstStrong(plan, results));
  }

  /**
   * Who does the work and who hears of it.
   *
   * @param threads that train at the same time, at least 1
   * @param progress told of each training
   */
  public record Work(int threads, Progress progress) {
    /** Checks the number. */
    public Work {
      if (threads < 1) {
        throw new IllegalArgumentException("threads must be at least 1, not " + threads);
      }
    }
  }

  private static List<List<Prediction>> predict(
      Validation plan, List<Classifier> classifiers, Work work) throws InterruptedException {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < classifiers.size(); i++) {
      for (Validation.Part part : plan.parts()) {
        tasks.add(new Task(i, part));
      }
    }
    AtomicInteger done = new AtomicInteger();
    List<Callable<List<Prediction>>> calls = new ArrayList<>();
    for (Task task : tasks) {
      calls.add(
          () -> {
            List<Prediction> part = plan.predict(classifiers.get(task.classifier()), task.part());
            work.progress().trained(done.incrementAndGet(), tasks.size());
            return part;
          });
    }
    List<List<Prediction>> predictions = new ArrayList<>();
    classifiers.forEach(classifier -> predictions.add(new ArrayList<>()));
    List<List<Prediction>> parts = all(calls, work.threads());
    for (int i = 0; i < tasks.size(); i++) {
      predictions.get(tasks.get(i).classifier()).addAll(parts.get(i));
    }
    return predictions;
  }

  private static <T> List<T> all(List<Callable<T>> calls, int threads) throws InterruptedException {
    AtomicInteger number = new AtomicInteger();
    ExecutorService workers =
        Executors.newFixedThreadPool(
            threads, run -> new Thread(run, "intarsia-train-" + number.incrementAndGet()));
    try {
      List<Future<T>> futures = calls.stream().map(workers::submit).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a training failed", e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }
}
