package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.claims.ClaimTimes;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.pipeline.verify.Repetition;
import org.intarsia.segmenter.SegmentationModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
  private static final Set<String> WITH_REPEAT =
      Set.of(
          "--repeat",
          "--output",
          "--resume",
          "--no-resume",
          "--take-over-after",
          "--model",
          "--card",
          "--verbose");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "INPUT",
      description =
          "Slides, folders of slides (searched recursively), globs in quotes such as"
              + " 'dir/**/*.svs', or CSV lists with the column slide and, as wanted, roi (an"
              + " annotation file, or a box 'x y width height'), mpp, label, case, model.")
  private List<String> inputs = List.of();

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Results.")
  private Path output = Path.of("");

  @Option(
      names = "--repeat",
      paramLabel = "MANIFEST",
      description =
          "In place of INPUT: the slides, model and options of a run's manifest.json, whose digests"
              + " are compared first. Only --output, --resume, and the new place of the model"
              + " (--model, --card) go with it.")
  private @Nullable Path repeat;

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
    if (repeat != null) {
      return repeat(repeat);
    }
    if (inputs.isEmpty()) {
      throw new UsageException("no slides: name an INPUT, or a manifest with --repeat");
    }
    List<SlideInput> slides =
        inputOptions.apply(SlideInputs.collect(inputs, this::warn), this::warn);
    Map<Optional<Path>, List<SlideInput>> byModel =
        slides.stream()
            .collect(
                Collectors.groupingBy(
                    slide -> slide.wishes().model(), LinkedHashMap::new, Collectors.toList()));
    int code = ExitCode.DONE;
    Set<String> folders = new HashSet<>();
    for (Map.Entry<Optional<Path>, List<SlideInput>> each : byModel.entrySet()) {
      Optional<Path> own = each.getKey();
      try (SegmentationModel model =
          own.isPresent()
              ? SegmentationModel.load(own.get(), Optional.empty())
              : modelOptions.load()) {
        Path folder = own.map(archive -> folder(archive, folders)).orElse(output);
        PlanOptions.Planned planned =
            planOptions.plan(
                model, each.getValue(), PlanOptions.Told.on(spec.commandLine().getErr()));
        code = Math.max(code, run(each.getValue(), model, planned, folder));
      }
    }
    return code;
  }

  /** Where slides with a model of their own go: a run by itself, since classes differ. */
  private Path folder(Path archive, Set<String> taken) {
    String base = SlideInputs.name(archive);
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      name = base + "-" + i;
    }
    return output.resolve("models").resolve(name);
  }

  private int repeat(Path manifest) throws Exception {
    List<String> others =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .map(OptionSpec::longestName)
            .filter(name -> !WITH_REPEAT.contains(name))
            .toList();
    if (!inputs.isEmpty() || !others.isEmpty()) {
      throw new UsageException(
          "--repeat takes slides and options from the manifest; leave out "
              + (inputs.isEmpty() ? String.join(", ", others) : inputs.get(0)));
    }
    Repetition repetition = Repetition.of(manifest);
    repetition.warnings().forEach(this::warn);
    try (SegmentationModel model =
        repetition.model(modelOptions.archive(), modelOptions.cardFile())) {
      PlanOptions.Planned planned =
          new PlanOptions.Planned(repetition.plan(model), Planning.fixed());
      return run(repetition.slides(), model, planned, output);
    }
  }

  private void warn(String warning) {
    spec.commandLine().getErr().println("intarsia: warning: " + warning);
  }

  private int run(
      List<SlideInput> slides, SegmentationModel model, PlanOptions.Planned planned, Path folder)
      throws IOException, InterruptedException {
    BatchRun.Earlier earlier = resume ? BatchRun.Earlier.KEEP : BatchRun.Earlier.REDO;
    List<SlideResult> results;
    try (ConsoleProgress progress = ConsoleProgress.open(spec.commandLine().getErr())) {
      results =
          BatchRun.of(planned.plan(), model, folder, earlier)
              .with(planned.planning())
              .with(ClaimTimes.takingOverAfter(Duration.ofSeconds(takeOverAfter)))
              .run(slides, String.join(" ", commandLine()), progress);
    }
    ResultTable.print(results, folder, spec.commandLine().getOut());
    return results.stream().noneMatch(SlideResult.Failed.class::isInstance)
        ? ExitCode.DONE
        : ExitCode.SLIDES_FAILED;
  }

  private List<String> commandLine() {
    List<String> words = new ArrayList<>(List.of("intarsia"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return words;
  }
}
