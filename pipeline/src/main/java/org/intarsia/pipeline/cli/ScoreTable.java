package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.pipeline.evaluate.Evaluation;
import org.intarsia.pipeline.evaluate.EvaluationScores;

/** What {@code evaluate} prints: a line a class, then the scores of all. */
final class ScoreTable {
  private static final Map<String, String> TITLES =
      Map.of(
          "mean_iou",
          "mean IoU",
          "frequency_weighted_iou",
          "frequency-weighted IoU",
          "pixel_accuracy",
          "pixel accuracy",
          "mean_accuracy",
          "mean accuracy",
          "macro_f1",
          "macro F1",
          "majority_accuracy",
          "accuracy of the commonest class",
          EvaluationScores.ADAPTED_RAND_ERROR,
          "adapted Rand error");

  private ScoreTable() {}

  static void print(Evaluation evaluation, EvaluationScores scores, PrintWriter out) {
    boolean spread = scores.images() > 1;
    int widest = scores.classes().stream().mapToInt(each -> each.name().length()).max().orElse(0);
    String form = "%-" + Math.max(5, widest) + "s  %14s  %-22s %-22s %-22s %s";
    line(out, form, "class", "true pixels", "IoU", "F1", "precision", "recall");
    for (EvaluationScores.ClassScore each : scores.classes()) {
      Object[] cells = each.scores().values().stream().map(score -> text(score, spread)).toArray();
      line(out, form, each.name(), each.truePixels(), cells[0], cells[1], cells[2], cells[3]);
    }
    out.println();
    scores
        .overall()
        .forEach(
            (name, score) ->
                line(out, "%-32s %s", TITLES.getOrDefault(name, name), text(score, spread)));
    out.println();
    out.println(
        "%d %s of masks, %d pixels%s"
            .formatted(
                scores.images(),
                spread ? "pairs" : "pair",
                scores.confusion().total(),
                spread
                    ? "; [95 % interval, bootstrap over the masks]"
                    : "; one mask says nothing of the spread: no intervals"));
    evaluation.notes().forEach(note -> out.println("note: " + note));
  }

  private static void line(PrintWriter out, String form, Object... cells) {
    out.println(String.format(Locale.ROOT, form, cells).stripTrailing());
  }

  private static String text(Optional<BootstrapInterval> score, boolean spread) {
    if (score.isEmpty()) {
      return "-";
    }
    BootstrapInterval interval = score.get();
    return spread
        ? String.format(
            Locale.ROOT, "%.4f [%.3f, %.3f]", interval.estimate(), interval.low(), interval.high())
        : String.format(Locale.ROOT, "%.4f", interval.estimate());
  }
}
