package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.intarsia.classifier.BootstrapInterval;
import org.intarsia.classifier.learning.ClassifierCatalogue.Strength;
import org.intarsia.pipeline.diagnose.Comparison;

/** What {@code diagnose compare} prints: a line a classifier, and the best of each kind. */
final class ComparisonTable {
  private static final List<String> SCORES =
      List.of("balanced_accuracy", "macro_f1", "auc", "brier");

  private ComparisonTable() {}

  static void print(Comparison comparison, PrintWriter out) {
    String form = "%-24s %-7s %-23s %-9s %-9s %-9s %s";
    line(out, form, "classifier", "", "accuracy", "balanced", "macro F1", "AUC", "Brier");
    for (Comparison.Result result : comparison.results()) {
      Object[] cells = SCORES.stream().map(score -> text(result.value(score))).toArray();
      line(
          out,
          form,
          result.entry().name(),
          result.entry().strength().name().toLowerCase(Locale.ROOT),
          interval(result),
          cells[0],
          cells[1],
          cells[2],
          cells[3]);
    }
    out.println();
    out.println(
        "%d rows of %d cases, %d folds; [95 %% interval, bootstrap over the cases]"
            .formatted(
                comparison.table().features().size(),
                comparison.table().cases().stream().distinct().count(),
                comparison.plan().repeats().get(0).folds()));
    best(comparison, Strength.WEAK)
        .ifPresent(
            weak ->
                best(comparison, Strength.STRONG)
                    .ifPresent(strong -> against(comparison, weak, strong, out)));
  }

  private static Optional<Comparison.Result> best(Comparison comparison, Strength strength) {
    return comparison.results().stream()
        .filter(result -> result.entry().strength() == strength)
        .max(Comparator.comparingDouble((Comparison.Result result) -> result.value("accuracy")));
  }

  private static void against(
      Comparison comparison, Comparison.Result weak, Comparison.Result strong, PrintWriter out) {
    comparison.tests().stream()
        .filter(test -> test.weak().equals(weak.entry().name()))
        .filter(test -> test.strong().equals(strong.entry().name()))
        .findFirst()
        .ifPresent(
            test ->
                line(
                    out,
                    "best strong (%s) less best weak (%s): %+.4f; McNemar p %.3g (Holm %.3g),"
                        + " corrected t p %.3g (Holm %.3g)",
                    test.strong(),
                    test.weak(),
                    test.difference(),
                    test.mcNemar(),
                    test.mcNemarHolm(),
                    test.correctedT(),
                    test.correctedTHolm()));
  }

  private static void line(PrintWriter out, String form, Object... cells) {
    out.println(String.format(Locale.ROOT, form, cells).stripTrailing());
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  private static String interval(Comparison.Result result) {
    Optional<BootstrapInterval> interval =
        result.intervals().getOrDefault("accuracy", Optional.empty());
    return interval
        .map(
            each ->
                String.format(
                    Locale.ROOT, "%.4f [%.3f, %.3f]", each.estimate(), each.low(), each.high()))
        .orElse("-");
  }
}
