package org.intarsia.pipeline.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.OptionalDouble;
import org.intarsia.classifier.Confusion;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.tiler.LabelKey;
import org.intarsia.training.ImageSplit;
import org.intarsia.training.LabelSurvey;
import org.intarsia.training.Metrics;
import org.intarsia.training.TrainingPlan;
import org.intarsia.training.TrainingRun;

/** What a model's card says of its training. */
record TrainingRecord(TrainingSettings settings, String command) {
  ObjectNode of(
      TrainingPlan plan, LabelSurvey survey, ImageSplit split, TrainingRun.Outcome outcome) {
    ObjectNode record = ModelCard.untrained();
    record.put("command", command);
    record.put("network", settings.model().network()).put("width", settings.model().width());
    settings.model().levels().ifPresent(levels -> record.put("levels", levels));
    record.put("parameters", plan.network().parameterCount());
    ObjectNode data = record.putObject("data");
    data.put("trainingImages", split.training().size());
    data.put("validationImages", split.validation().size());
    ObjectNode pixels = data.putObject("trainingPixels");
    long[] counts = survey.pixels();
    for (int c = 0; c < counts.length; c++) {
      pixels.put(survey.key().name(c), counts[c]);
    }
    ObjectNode schedule = record.putObject("schedule");
    long steps =
        outcome.history().isEmpty()
            ? 0
            : outcome.history().get(outcome.history().size() - 1).step();
    schedule.put("steps", steps).put("bestStep", outcome.step());
    schedule.put("batch", plan.schedule().batch()).put("patch", plan.schedule().side());
    schedule.put("optimizer", settings.fitting().optimizer().toString());
    schedule.put("learningRate", settings.fitting().rate().toString());
    schedule.put("seed", settings.seed()).put("threads", settings.place().threads());
    schedule.put("device", settings.place().device());
    outcome.history().stream()
        .reduce((first, last) -> last)
        .ifPresent(last -> schedule.put("seconds", Math.round(last.seconds())));
    outcome.history().stream()
        .filter(metrics -> metrics.step() == outcome.step())
        .findFirst()
        .flatMap(Metrics::validation)
        .ifPresent(
            validation ->
                scores(record.putObject("validation"), survey.key(), validation.confusion()));
    return record;
  }

  private static void scores(ObjectNode node, LabelKey key, Confusion confusion) {
    node.put("meanIoU", rounded(confusion.meanIou().orElse(0)));
    node.put("accuracy", rounded(confusion.pixelAccuracy().orElse(0)));
    ObjectNode classes = node.putObject("IoU");
    for (int c = 0; c < key.classes(); c++) {
      OptionalDouble iou = confusion.iou(c);
      if (iou.isPresent()) {
        classes.put(key.name(c), rounded(iou.getAsDouble()));
      }
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }
}
