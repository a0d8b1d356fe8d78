package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.intarsia.classifier.BootstrapInterval.Resampling;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.evaluate.CardScores;
import org.intarsia.pipeline.evaluate.Evaluation;
import org.intarsia.pipeline.evaluate.EvaluationFiles;
import org.intarsia.pipeline.evaluate.EvaluationScores;
import org.intarsia.pipeline.evaluate.MaskPairs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia evaluate}: masks against truth. */
@Command(
    name = "evaluate",
    description =
        "Compare masks with true masks of the same names: IoU, F1, precision, recall and accuracy"
            + " with 95 %% intervals over the masks.",
    footer = {
      "",
      "Masks are PNG or TIFF files; what 'run' left (DIR/slides/NAME/mask.ome.tiff) counts as"
          + " NAME.",
      "Exit codes: 0 all compared; 2 wrong usage; 3 done, but at least one mask could not be"
          + " compared."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--predictions",
      required = true,
      paramLabel = "DIR",
      description = "Predicted masks.")
  private Path predictions = Path.of("");

  @Option(names = "--truth", required = true, paramLabel = "DIR", description = "True masks.")
  private Path truth = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Leaves scores.csv, scores.json and confusion.csv there.")
  private @Nullable Path output;

  @Mixin private ClassTableOption classes = new ClassTableOption();

  @Option(
      names = "--instances",
      paramLabel = "CLASS",
      description = "Compare the connected components of this class too (adapted Rand error).")
  private @Nullable String instances;

  @Option(
      names = "--ignore",
      paramLabel = "VALUE",
      description = "Grey value or label of true pixels that do not count.")
  private @Nullable Integer ignore;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "Card of the model that predicted; the scores are written into it.")
  private @Nullable Path card;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the draws behind the intervals. Default: 1.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (ignore != null && (ignore < 0 || ignore > 255)) {
      throw new UsageException("--ignore must be 0 to 255, not " + ignore);
    }
    Evaluation.Choices choices =
        new Evaluation.Choices(
            classes.read(),
            ignore == null ? OptionalInt.empty() : OptionalInt.of(ignore),
            Optional.ofNullable(instances));
    Evaluation evaluation = Evaluation.of(MaskPairs.of(predictions, truth), choices);
    PrintWriter err = spec.commandLine().getErr();
    evaluation.failures().forEach(failure -> err.println("intarsia: " + failure.message()));
    if (evaluation.pairs().isEmpty()) {
      err.println("intarsia: no pair of masks could be compared");
      return ExitCode.SLIDES_FAILED;
    }
    Resampling plan = Resampling.of(seed);
    EvaluationScores scores = evaluation.scores(plan);
    PrintWriter out = spec.commandLine().getOut();
    ScoreTable.print(evaluation, scores, out);
    if (output != null) {
      write(output, evaluation, scores, plan);
      out.println("Results: " + output);
    }
    if (card != null) {
      List<String> words = new ArrayList<>(List.of("intarsia"));
      words.addAll(spec.root().commandLine().getParseResult().originalArgs());
      CardScores.write(card, evaluation, scores, String.join(" ", words));
    }
    return evaluation.failures().isEmpty() ? ExitCode.DONE : ExitCode.SLIDES_FAILED;
  }

  private static void write(
      Path folder, Evaluation evaluation, EvaluationScores scores, Resampling plan) {
    try {
      Files.createDirectories(folder);
      EvaluationFiles.write(folder, evaluation, scores, plan);
    } catch (IOException e) {
      throw new UsageException(
          folder + ": the output folder cannot be written (" + e + "); choose another --output", e);
    }
  }
}
