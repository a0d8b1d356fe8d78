package org.intarsia.pipeline.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.intarsia.pipeline.charts.LearningCurves;
import org.intarsia.tiler.LabelKey;
import org.intarsia.training.Metrics;
import org.intarsia.training.TrainingListener;

/** Keeps {@code metrics.csv} and {@code curves.png} up to date while training goes on. */
final class HistoryFiles implements TrainingListener {
  private final Path folder;
  private final String title;
  private final List<String> classes;
  private final TrainingListener next;
  private final List<Metrics> history = new ArrayList<>();

  HistoryFiles(Path folder, String title, LabelKey key, TrainingListener next) {
    this.folder = folder;
    this.title = title;
    this.classes = key.entries().stream().map(LabelKey.Entry::name).toList();
    this.next = next;
  }

  @Override
  public void resumed(long step, List<Metrics> earlier) {
    history.addAll(earlier);
    next.resumed(step, earlier);
  }

  @Override
  public void step(long step, double loss) {
    next.step(step, loss);
  }

  @Override
  public void metrics(Metrics metrics) {
    history.add(metrics);
    try {
      MetricsTable.write(history, classes, folder.resolve("metrics.csv"));
      LearningCurves.write(title, history, folder.resolve("curves.png"));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": the metrics cannot be written", e);
    }
    next.metrics(metrics);
  }
}
