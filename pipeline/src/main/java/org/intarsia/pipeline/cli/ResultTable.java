package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.intarsia.pipeline.batch.SlideRecord;
import org.intarsia.pipeline.batch.SlideResult;

/** What a run prints at its end: a line a slide, and where the results are. */
final class ResultTable {
  private ResultTable() {}

  static void print(List<SlideResult> results, Path output, PrintWriter out) {
    int widest = results.stream().mapToInt(each -> each.slide().name().length()).max().orElse(5);
    String form = "%-" + Math.max(5, widest) + "s  ";
    for (SlideResult result : results) {
      out.print(String.format(Locale.ROOT, form, result.slide().name()));
      if (result instanceof SlideResult.Done done) {
        out.println(line(done));
      } else if (result instanceof SlideResult.Duplicate duplicate) {
        out.println("duplicate of " + duplicate.original().name());
      } else if (result instanceof SlideResult.Failed failed) {
        out.println("FAILED  " + failed.message());
      }
    }
    long duplicates = results.stream().filter(SlideResult.Duplicate.class::isInstance).count();
    long failed = results.stream().filter(SlideResult.Failed.class::isInstance).count();
    out.println();
    out.println(
        (results.size() - failed - duplicates)
            + " of "
            + results.size()
            + " slides done"
            + (duplicates > 0
                ? ", " + duplicates + (duplicates == 1 ? " duplicate" : " duplicates")
                : "")
            + ". Results: "
            + output);
    if (failed > 0) {
      out.println("Failures: " + output.resolve("failures.csv"));
    }
  }

  private static String line(SlideResult.Done done) {
    SlideRecord record = done.record();
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "%6d x %-6d", record.level().width(), record.level().height()));
    double total = record.pixels();
    for (SlideRecord.ClassCount each : record.classes()) {
      double percent = 100 * each.pixels() / total;
      if (percent >= 0.05) {
        text.append(String.format(Locale.ROOT, "  %s %.1f%%", each.name(), percent));
      }
    }
    record
        .rois()
        .ifPresent(rois -> text.append("  in ").append(rois.areas().size()).append(" ROIs"));
    if (done.reused() == SlideResult.Reused.EARLIER_RUN) {
      text.append("  (kept from an earlier run)");
    }
    return text.toString();
  }
}
