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
import org.intarsia.pipeline.bench.BareNetwork;
import org.intarsia.pipeline.bench.BenchModels;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.pipeline.bench.WholeRun;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.TileGrid;
import org.intarsia.tiler.WorkingLevel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench pipeline}: the whole run of a slide against its network alone. */
@Command(
    name = "pipeline",
    description =
        "Time the whole run of a slide, all results included, against as many passes of the same"
            + " network over a ready batch. They take turns; the ratio is that of each turn.")
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

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "In place of --model: unet-2m, unet-0.5m (U-Nets of so many parameters with random"
              + " weights), one-by-one (a network that does next to nothing).")
  private @Nullable String network;

  @Option(
      names = "--storage",
      paramLabel = "float32|bfloat16",
      description = "Numbers of --network. Default: float32.")
  private ArchiveOptions.Storage storage = ArchiveOptions.Storage.FLOAT32;

  @Option(
      names = "--layout",
      paramLabel = "contiguous|channels_last",
      description = "Order of the numbers of --network. Default: channels_last.")
  private ArchiveOptions.Layout layout = ArchiveOptions.Layout.CHANNELS_LAST;

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 5.")
  private int rounds = 5;

  @Mixin private ModelOptions modelOptions = new ModelOptions();
  @Mixin private PlanOptions planOptions = new PlanOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    try (SegmentationModel model = model()) {
      PipelinePlan plan =
          planOptions.plan(
              model,
              warning -> spec.commandLine().getErr().println("intarsia: warning: " + warning));
      WorkingLevel level;
      try (SlideReader reader = SlideReaders.open(slide)) {
        level = WorkingLevel.choose(reader.metadata(), plan.wish(model.card().micronsPerPixel()));
      }
      TileGrid grid = plan.grid(level);
      BenchReport report = new BenchReport("pipeline", settings(model, plan, grid));
      try (BareNetwork bare = BareNetwork.open(model, plan, grid)) {
        WholeRun run = new WholeRun(plan, model, slide, output.resolve("results"), grid);
        List<Rounds.Timing> timings = Rounds.run(List.of(run, bare), rounds);
        report.add(timings);
        report.add("whole run / network alone", Rounds.Ratio.of(timings.get(0), timings.get(1)));
      }
      report.print(spec.commandLine().getOut());
      report.write(output.resolve("pipeline.json"));
    }
    return ExitCode.DONE;
  }

  private SegmentationModel model() throws IOException {
    return network == null
        ? modelOptions.load()
        : BenchModels.write(
            network,
            ArchiveOptions.inference().withStorage(storage).withLayout(layout),
            output.resolve("models"));
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
            plan.window().overhead()));
    settings.put("tiles", String.valueOf(grid.size()));
    settings.put("batch", String.valueOf(plan.resources().batch()));
    settings.put("workers", String.valueOf(plan.resources().workers()));
    settings.put("readers", String.valueOf(plan.resources().readers()));
    settings.put("device", plan.resources().device());
    return settings;
  }
}
