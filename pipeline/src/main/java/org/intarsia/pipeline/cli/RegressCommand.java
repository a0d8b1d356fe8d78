package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.regress.CaseOutcome;
import org.intarsia.pipeline.regress.Golden;
import org.intarsia.pipeline.regress.GoldenUpdate;
import org.intarsia.pipeline.regress.History;
import org.intarsia.pipeline.regress.HtmlReport;
import org.intarsia.pipeline.regress.JUnitXml;
import org.intarsia.pipeline.regress.MachineKind;
import org.intarsia.pipeline.regress.Night;
import org.intarsia.pipeline.regress.Regression;
import org.intarsia.pipeline.regress.RegressionCase.ModelFiles;
import org.intarsia.pipeline.regress.Suite;
import org.intarsia.slideio.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia regress}: does a suite still give what it gave. */
@Command(
    name = "regress",
    description =
        "Run a suite of slides and hold masks, histograms and times against golden results and"
            + " earlier nights.",
    footer = {
      "",
      "Leaves junit.xml, report.html and history.jsonl in the output folder, and every case's"
          + " results in cases/NAME.",
      "Exit codes: 0 all passed; 2 wrong usage or a malformed suite; 3 something differs, is"
          + " slower, or could not be run."
    })
final class RegressCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "SUITE.yaml",
      description = "The suite; docs/regression.md has the keys.")
  private Path file = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Reports and results. Default: regress-report.")
  private Path output = Path.of("regress-report");

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Where a line a night is kept. Default: history.jsonl in the output folder.")
  private @Nullable Path history;

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      description = "What ${samples} stands for in the suite's paths.")
  private @Nullable Path samples;

  @Option(names = "--only", paramLabel = "NAME", description = "Run this case only.")
  private @Nullable String only;

  @Option(names = "--workers", paramLabel = "N", description = "Default: one a processor.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--update",
      description =
          "Print how the golden results would change, old and new, in place of judging; --yes then"
              + " writes them.")
  private boolean update;

  @Option(names = "--yes", description = "With --update: write them after they were printed.")
  private boolean yes;

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (yes && !update) {
      throw new UsageException("--yes goes with --update");
    }
    if (workers < 1) {
      throw new UsageException("--workers must be at least 1, not " + workers);
    }
    Suite whole = Suite.read(file);
    Suite suite = whole.only(Optional.ofNullable(only));
    Golden golden = Golden.read(whole.goldenFile());
    makeOutput();
    Path historyFile = history == null ? output.resolve("history.jsonl") : history;
    History before = History.read(historyFile);
    MachineKind machine = MachineKind.current();
    PrintWriter out = spec.commandLine().getOut();
    List<CaseOutcome> outcomes =
        Regression.of(suite, golden, before, machine, settings()).run(each -> print(each, out));
    String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Night night = new Night(suite, time, machine, outcomes);
    return update ? update(golden, night, whole, out) : report(night, historyFile, out);
  }

  private Regression.Settings settings() {
    Optional<ModelFiles> model =
        modelOptions.archive().isPresent()
            ? Optional.of(new ModelFiles(modelOptions.archive(), modelOptions.cardFile()))
            : Optional.empty();
    return new Regression.Settings(Optional.ofNullable(samples), model, output, workers);
  }

  private void makeOutput() {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw new UsageException(
          output + ": the output folder cannot be made (" + e + "); choose another --output", e);
    }
  }

  /** While golden results are made, nothing is judged by the old ones. */
  private void print(CaseOutcome outcome, PrintWriter out) {
    boolean judged = !update || outcome.measurement().isEmpty();
    String word = judged ? outcome.state().name().toLowerCase(Locale.ROOT) : "ran";
    String time =
        outcome
            .measurement()
            .map(
                found ->
                    String.format(
                        Locale.ROOT, "%.2f s (%.2f calibrations)", found.seconds(), found.ratio()))
            .orElse("");
    String complaint = judged ? outcome.complaint() : "";
    out.printf(
        Locale.ROOT,
        "%-8s %-24s %s%s%n",
        word,
        outcome.name(),
        time,
        complaint.isEmpty() ? "" : (time.isEmpty() ? "" : ": ") + complaint);
    out.flush();
  }

  private int report(Night night, Path historyFile, PrintWriter out) throws IOException {
    Path parent = historyFile.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    History.append(historyFile, night.line());
    write("junit.xml", JUnitXml.of(night));
    write("report.html", HtmlReport.of(night, History.read(historyFile)));
    long red = night.outcomes().stream().filter(CaseOutcome::red).count();
    out.println();
    out.println(
        (night.red() ? "RED: " + red + " of " : "green: ")
            + night.outcomes().size()
            + (night.red() ? " cases" : " cases, none differs")
            + ". Report: "
            + output.resolve("report.html"));
    return night.red() ? ExitCode.SLIDES_FAILED : ExitCode.DONE;
  }

  private void write(String name, String content) throws IOException {
    WholeFile.write(output.resolve(name), partial -> Files.writeString(partial, content));
  }

  private int update(Golden golden, Night night, Suite whole, PrintWriter out) throws IOException {
    GoldenUpdate changes = GoldenUpdate.of(golden, night, whole);
    out.println();
    changes.changes().forEach(out::println);
    boolean broken =
        night.outcomes().stream().anyMatch(each -> each.state() == CaseOutcome.State.ERROR);
    if (changes.changes().isEmpty()) {
      out.println("Nothing changes.");
    } else if (yes) {
      changes.write();
      out.println("Written: " + whole.goldenFile());
    } else {
      out.println("Nothing is written; the same with --yes writes it.");
    }
    return broken ? ExitCode.SLIDES_FAILED : ExitCode.DONE;
  }
}
