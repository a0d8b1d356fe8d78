package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.intarsia.classifier.learning.ClassifierCatalogue;
import org.intarsia.classifier.learning.LabelledTable;
import org.intarsia.classifier.learning.protocol.Validation;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.diagnose.Comparison;
import org.intarsia.pipeline.diagnose.ComparisonFiles;
import org.intarsia.pipeline.diagnose.LabelFile;
import org.intarsia.pipeline.diagnose.LearningChoices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia diagnose compare}: weak classifiers against strong ones. */
@Command(
    name = "compare",
    description =
        "Try weak and strong classifiers on the same folds of a table, and test whether they"
            + " differ.",
    footer = {
      "",
      "Leaves comparison.csv, comparison.json, tests.csv, calibration.csv, predictions.csv and"
          + " pictures of confusions and ROC curves.",
      "Columns are standardised, and selected, on the training rows of each fold only."
    })
final class DiagnoseCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private LearningOptions learning = new LearningOptions();

  @Option(
      names = "--classifiers",
      split = ",",
      paramLabel = "NAME",
      description = "Default: all: ${COMPLETION-CANDIDATES}.",
      completionCandidates = Names.class)
  private List<String> classifiers = new ArrayList<>();

  @Option(names = "--folds", paramLabel = "K", description = "Default: 10.")
  private int folds = 10;

  @Option(
      names = "--leave-one-out",
      description = "Test each case by a model of all others, in place of --folds.")
  private boolean leaveOneOut;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      description = "How often the rows are divided anew. Default: 1.")
  private int repeats = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Trainings at the same time; results do not depend on it. Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "For the files.")
  private Path output = Path.of("");

  /** Names for the help text. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    Names() {
      super(ClassifierCatalogue.names());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    LearningChoices choices = learning.choices();
    List<String> names = classifiers.isEmpty() ? ClassifierCatalogue.names() : classifiers;
    names.forEach(ClassifierCatalogue::named);
    if (names.stream().distinct().count() < names.size()) {
      throw new UsageException("--classifiers names one twice: " + names);
    }
    LabelFile.Joined joined = learning.read();
    PrintWriter err = spec.commandLine().getErr();
    joined.warnings().forEach(warning -> err.println("intarsia: warning: " + warning));
    LabelledTable table = joined.table();
    Comparison comparison =
        Comparison.of(table, plan(table), choices, names, new Comparison.Work(threads, tell(err)));
    try {
      Files.createDirectories(output);
      ComparisonFiles.write(output, comparison, choices, joined.warnings());
    } catch (IOException e) {
      throw new UsageException(
          output + ": the output folder cannot be written (" + e + "); choose another --output", e);
    }
    PrintWriter out = spec.commandLine().getOut();
    ComparisonTable.print(comparison, out);
    out.println("Results: " + output);
    return ExitCode.DONE;
  }

  private Validation plan(LabelledTable table) {
    if (repeats < 1) {
      throw new UsageException("--repeats must be at least 1, not " + repeats);
    }
    if (!leaveOneOut) {
      return Validation.stratified(table.samples(), folds, repeats, learning.seed());
    }
    if (repeats > 1) {
      throw new UsageException("--leave-one-out has one division only; leave --repeats out");
    }
    return Validation.leaveOneGroupOut(table.samples(), learning.seed());
  }

  private static Comparison.Progress tell(PrintWriter err) {
    return (done, all) -> {
      if (done == all || done * 10 / all > (done - 1) * 10 / all) {
        err.println("trained %d of %d".formatted(done, all));
      }
    };
  }
}
