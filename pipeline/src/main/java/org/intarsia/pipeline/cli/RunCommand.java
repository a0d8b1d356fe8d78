package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.pipeline.claims.ClaimTimes;
import org.intarsia.segmenter.SegmentationModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia run}: the main job. */
@Command(
    name = "run",
    description = "Segment slides: masks, overlays, class counts and features.",
    footer = {
      "",
      "Exit codes: 0 all done; 2 wrong usage; 3 done, but at least one slide failed (see"
          + " failures.csv); 130 interrupted.",
      "Slides that an earlier run of the same plan has finished are kept, and so are the finished"
          + " bands of a slide in which it was ended. Several processes, also of several machines,"
          + " may run the same command on one output folder: they share the slides."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description =
          "Slides, folders of slides (searched recursively), globs in quotes such as"
              + " 'dir/**/*.svs', or CSV lists with the column slide and, as wanted, roi (an"
              + " annotation file, or a box 'x y width height'), mpp, label, case.")
  private List<String> inputs = List.of();

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Results.")
  private Path output = Path.of("");

  @Option(
      names = "--resume",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Keep what an earlier run of the same plan has finished. Default: yes.")
  private boolean resume;

  @Option(
      names = "--take-over-after",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "Without a sign of life for so long, another process that shares the output folder is"
              + " taken for dead, and its slide taken over. Default: 60.")
  private int takeOverAfter;

  @Mixin private RunInputOptions inputOptions = new RunInputOptions();
  @Mixin private ModelOptions modelOptions = new ModelOptions();
  @Mixin private PlanOptions planOptions = new PlanOptions();

  @Override
  public Integer call() throws Exception {
    if (takeOverAfter < 1) {
      throw new IllegalArgumentException(
          "--take-over-after must be at least 1 s, not " + takeOverAfter);
    }
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> warnings = warning -> err.println("intarsia: warning: " + warning);
    List<SlideInput> slides = inputOptions.apply(SlideInputs.collect(inputs, warnings), warnings);
    try (SegmentationModel model = modelOptions.load()) {
      PipelinePlan plan = planOptions.plan(model, warnings);
      BatchRun.Earlier earlier = resume ? BatchRun.Earlier.KEEP : BatchRun.Earlier.REDO;
      List<SlideResult> results;
      try (ConsoleProgress progress = ConsoleProgress.open(err)) {
        results =
            BatchRun.of(plan, model, output, earlier)
                .with(ClaimTimes.takingOverAfter(Duration.ofSeconds(takeOverAfter)))
                .run(slides, String.join(" ", commandLine()), progress);
      }
      ResultTable.print(results, output, spec.commandLine().getOut());
      return results.stream().noneMatch(SlideResult.Failed.class::isInstance)
          ? ExitCode.DONE
          : ExitCode.SLIDES_FAILED;
    }
  }

  private List<String> commandLine() {
    List<String> words = new ArrayList<>(List.of("intarsia"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
