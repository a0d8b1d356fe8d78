package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.bench.BareNetwork;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.NetworkStages;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.pipeline.bench.WholeRun;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.TileSelector;
import org.intarsia.tiler.WorkingLevel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code intarsia bench pipeline}: the whole run of a slide against its network alone, and against
 * the network with what makes labels of bytes, which other systems put into the archive.
 */
@Command(
    name = "pipeline",
    description =
        "Time the whole run of a slide, all results included, against as many passes of the same"
            + " network over a ready batch, alone, and with normalisation and the largest class."
            + " They take turns; the ratios are those of each turn.")
final class PipelineBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SLIDE", description = "A slide.")
  private Path slide = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Model, results, and pipeline.json.")
  private Path output = Path.of("");

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 5.")
  private int rounds = 5;

  @Option(
      names = "--count-first-round",
      description =
          "Throw no round away, where turns take minutes. The order turns about from round to"
              + " round: give a multiple of three.")
  private boolean countFirst;

  @Mixin private NetworkOptions networkOptions = new NetworkOptions();
  @Mixin private PlanOptions planOptions = new PlanOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    try (SegmentationModel model = networkOptions.load(output)) {
      PipelinePlan plan =
          planOptions
              .plan(
                  model,
                  List.of(new SlideInput(slide, "slide")),
                  PlanOptions.Told.on(spec.commandLine().getErr()))
              .plan();
      TileGrid grid = grid(model, plan);
      BenchReport report = new BenchReport("pipeline", settings(model, plan, grid));
      try (BareNetwork bare = BareNetwork.open(model, plan, grid);
          NetworkStages labels = NetworkStages.open(model, plan, grid)) {
        Rounds.First first = countFirst ? Rounds.First.COUNTED : Rounds.First.DROPPED;
        WholeRun run = new WholeRun(plan, model, slide, output.resolve("results"), grid);
        bare.warmUp();
        List<Rounds.Timing> timings = Rounds.run(List.of(run, bare, labels), rounds, first);
        report.add(timings);
        report.add("whole run / network alone", Rounds.Ratio.of(timings.get(0), timings.get(1)));
        report.add("whole run / " + labels.name(), Rounds.Ratio.of(timings.get(0), timings.get(2)));
      }
      report.print(spec.commandLine().getOut());
      report.write(output.resolve("pipeline.json"));
    }
    return ExitCode.DONE;
  }

  private TileGrid grid(SegmentationModel model, PipelinePlan plan) throws IOException {
    if (plan.choices().tissue() != PipelinePlan.TissueFilter.NONE) {
      throw new IllegalArgumentException(
          "the network alone computes every tile of the slide: add --no-tissue-filter");
    }
    try (SlideReader reader = SlideReaders.open(slide)) {
      WorkingLevel level =
          WorkingLevel.choose(reader.metadata(), plan.wish(model.card().micronsPerPixel()));
      return plan.grid(level, TileSelector.all());
    }
  }

  private Map<String, String> settings(SegmentationModel model, PipelinePlan plan, TileGrid grid) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("slide", String.valueOf(slide.getFileName()));
    settings.put("level", grid.width() + " x " + grid.height() + " px");
    settings.put("model", model.name());
    settings.put(
        "window",
        String.format(
            Locale.ROOT,
            "%d px, halo %d px, %.2f pixels computed for each that is kept",
            grid.window(),
            grid.halo().before(),
            (double) grid.window() * grid.window() / ((double) grid.core() * grid.core())));
    settings.put("tiles", String.valueOf(grid.size()));
    settings.put("batch", String.valueOf(plan.resources().batch()));
    settings.put("workers", String.valueOf(plan.resources().workers()));
    settings.put("threads", String.valueOf(plan.resources().threads()));
    settings.put("readers", String.valueOf(plan.resources().readers()));
    settings.put("device", plan.resources().device());
    return settings;
  }
}
