package org.intarsia.pipeline.evaluate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.intarsia.classifier.Confusion;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.slideio.WholeFile;

/** Puts the scores of an evaluation into the model's card, as {@code training.evaluation}. */
public final class CardScores {
  private CardScores() {}

  /**
   * Replaces the card's evaluation.
   *
   * @param card the JSON file beside an archive, replaced in one go
   * @param command the command line that evaluated
   */
  public static void write(
      Path card, Evaluation evaluation, EvaluationScores scores, String command)
      throws IOException {
    ModelCard old = ModelCard.read(card);
    ObjectNode training =
        old.training() instanceof ObjectNode history ? history.deepCopy() : ModelCard.untrained();
    ObjectNode node = training.putObject("evaluation");
    Confusion confusion = scores.confusion();
    node.put("command", command);
    node.put("masks", evaluation.pairs().size()).put("pixels", confusion.total());
    put(node, "meanIoU", confusion.meanIou());
    put(node, "pixelAccuracy", confusion.pixelAccuracy());
    put(node, "accuracyOfCommonestClass", confusion.majorityAccuracy());
    ObjectNode iou = node.putObject("IoU");
    ObjectNode f1 = node.putObject("F1");
    for (int label = 0; label < confusion.classes(); label++) {
      put(iou, evaluation.classes().name(label), confusion.iou(label));
      put(f1, evaluation.classes().name(label), confusion.f1(label));
    }
    String json = old.withTraining(training).toJson();
    WholeFile.write(card, partial -> Files.writeString(partial, json));
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    value.ifPresent(present -> node.put(name, Math.round(present * 1e4) / 1e4));
  }
}
