package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.bench.BareNetwork;
import org.intarsia.pipeline.bench.BenchModels;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.MaskStages;
import org.intarsia.pipeline.bench.NetworkStages;
import org.intarsia.pipeline.bench.ReadingStages;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.ReadOptions.CodecChoice;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.Halo;
import org.intarsia.tiler.TileGrid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench stages}: each stage of the chain alone. */
@Command(
    name = "stages",
    description =
        "Time each stage of the chain alone, in megapixels of the level a second and a CPU"
            + " second. They take turns.")
final class StagesBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SLIDE", description = "A slide.")
  private Path slide = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Model, masks, and stages.json.")
  private Path output = Path.of("");

  @Option(names = "--level", paramLabel = "N", description = "Default: 0.")
  private int level;

  @Option(names = "--patch", paramLabel = "PX", description = "Default: 256.")
  private int patch = 256;

  @Option(names = "--halo", paramLabel = "PX", description = "Default: 32.")
  private int halo = 32;

  @Option(names = "--batch", paramLabel = "N", description = "Default: 4.")
  private int batch = 4;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "unet-2m, unet-0.5m or one-by-one. Default: one-by-one.")
  private String network = "one-by-one";

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 5.")
  private int rounds = 5;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    PyramidLevel read;
    try (SlideReader reader = SlideReaders.open(slide)) {
      read = reader.metadata().level(level);
    }
    TileGrid grid = TileGrid.ofWindow(read.width(), read.height(), patch, Halo.of(halo), 1);
    ArchiveOptions options =
        ArchiveOptions.inference().withLayout(ArchiveOptions.Layout.CHANNELS_LAST);
    try (SegmentationModel model = BenchModels.write(network, options, output.resolve("models"))) {
      PipelinePlan plan = plan(model, grid);
      try (BareNetwork bare = BareNetwork.open(model, plan, grid);
          NetworkStages labels = NetworkStages.open(model, plan, grid)) {
        List<Rounds.Contender> all = new ArrayList<>();
        ReadOptions readOptions = ReadOptions.defaults();
        List<ReadingStages.Reading> reading =
            new ArrayList<>(ReadingStages.of(slide, readOptions, level, grid, ""));
        reading.addAll(
            ReadingStages.of(
                slide, readOptions.withCodecs(CodecChoice.PURE_JAVA), level, grid, " (in Java)"));
        all.addAll(reading);
        all.add(bare);
        all.add(labels);
        all.addAll(MaskStages.of(grid, output));
        BenchReport report = new BenchReport("stages", settings(plan, grid));
        report.add(Rounds.run(all, rounds));
        for (ReadingStages.Reading each : reading) {
          each.decodeCount().ifPresent(count -> report.add(each.name(), count));
        }
        report.print(spec.commandLine().getOut());
        report.write(output.resolve("stages.json"));
      }
    }
    return ExitCode.DONE;
  }

  private PipelinePlan plan(SegmentationModel model, TileGrid grid) {
    return new PipelinePlan(
        PipelinePlan.ModelIdentity.of(model),
        new WindowPlan(grid.window(), grid.halo(), grid.core()),
        new PipelinePlan.Choices(
            PipelinePlan.SeamChoice.CROP,
            PipelinePlan.TissueFilter.NONE,
            OptionalDouble.empty(),
            OptionalInt.of(level),
            TileFaults.Policy.FAIL),
        new PipelinePlan.Resources(batch, 2, Runtime.getRuntime().availableProcessors(), "cpu"));
  }

  private Map<String, String> settings(PipelinePlan plan, TileGrid grid) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("slide", String.valueOf(slide.getFileName()));
    settings.put("level", grid.width() + " x " + grid.height() + " px");
    settings.put("window", patch + " px, halo " + halo + " px");
    settings.put("network", network);
    settings.put("workers", String.valueOf(plan.resources().workers()));
    return settings;
  }
}
