package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.CrewSpeed;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.pipeline.planning.MeasurementStore;
import org.intarsia.pipeline.planning.Planner;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.pipeline.planning.Speed;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia bench plan}: what the planner chooses against all that it could have chosen. */
@Command(
    name = "plan",
    description =
        "Time the workers of a run, without its pixels, with the window, batch, workers and threads"
            + " that a large run on the CPU would plan (measured anew), against a grid of others,"
            + " in megapixels kept a second. They take turns.")
final class PlanBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Model, measurements, and plan.json.")
  private Path output = Path.of("");

  @Option(
      names = "--patches",
      paramLabel = "PX",
      split = ",",
      description = "Windows of the grid. Default: 384,512,768,1104,1536.")
  private List<Integer> patches = List.of(384, 512, 768, 1104, 1536);

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      description = "Windows a batch, up to 2 megapixels. Default: 1,4.")
  private List<Integer> batches = List.of(1, 4);

  @Option(
      names = "--precisions",
      paramLabel = "NAME",
      split = ",",
      description = "Of the grid: float32, bfloat16. Default: float32, which is planned for.")
  private List<Precision> precisions = List.of(Precision.FLOAT32);

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 3.")
  private int rounds = 3;

  @Mixin private NetworkOptions networkOptions = new NetworkOptions();

  private static final long LARGEST_BATCH_PIXELS = 2_000_000;

  /** A window, who computes it, and in what. */
  private record Way(WindowPlan window, Speed.Crewing crew, Precision precision) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    PrintWriter err = spec.commandLine().getErr();
    try (SegmentationModel model = networkOptions.load(output)) {
      Path kept = Files.createTempDirectory(output, "measurements");
      Planner planner =
          new Planner(
              model,
              new Planner.Machine("cpu", Precision.FLOAT32),
              MeasurementStore.in(kept),
              PlanOptions.Told.on(err)::note);
      ModelProfile profile = planner.profile();
      long start = System.nanoTime();
      Planner.Choice choice =
          planner.auto(
              profile, Planner.Wishes.none(PipelinePlan.SeamChoice.CROP), megapixels -> true);
      double seconds = (System.nanoTime() - start) * 1e-9;
      Way planned = new Way(choice.window(), crew(choice.resources()), Precision.FLOAT32);
      List<Way> ways = List.copyOf(ways(profile, planned));
      List<CrewSpeed> all = new ArrayList<>();
      for (Way way : ways) {
        CrewSpeed.Work work = new CrewSpeed.Work(way.window(), profile.margin(), way.precision());
        all.add(CrewSpeed.of(model, work, way.crew()));
      }
      List<Rounds.Timing> timings = Rounds.run(all, rounds);
      BenchReport report = new BenchReport("plan", settings(model, choice, seconds));
      report.add(timings);
      for (Precision precision : precisions) {
        Rounds.Timing best =
            IntStream.range(0, ways.size())
                .filter(i -> ways.get(i).precision() == precision)
                .mapToObj(timings::get)
                .max(Comparator.comparingDouble(Rounds.Timing::rate))
                .orElseThrow();
        String of = precision == Precision.FLOAT32 ? "" : " in " + precision;
        report.add("planned / best of the grid" + of, Rounds.Ratio.of(timings.get(0), best));
      }
      report.print(spec.commandLine().getOut());
      report.write(output.resolve("plan.json"));
    }
    return ExitCode.DONE;
  }

  private static Speed.Crewing crew(PipelinePlan.Resources resources) {
    return new Speed.Crewing(resources.batch(), resources.workers(), resources.threads());
  }

  /** The planned one first, then the grid's. */
  private Set<Way> ways(ModelProfile profile, Way planned) {
    Set<Way> ways = new LinkedHashSet<>(Set.of(planned));
    for (Precision precision : precisions) {
      for (int patch : patches) {
        WindowPlan window = profile.window(OptionalInt.of(patch), OptionalInt.empty());
        for (int batch : batches) {
          if ((long) patch * patch * batch <= LARGEST_BATCH_PIXELS || batch == 1) {
            crews(batch).forEach(crew -> ways.add(new Way(window, crew, precision)));
          }
        }
      }
    }
    return ways;
  }

  private static List<Speed.Crewing> crews(int batch) {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Speed.Crewing> crews = new ArrayList<>();
    for (int threads = 1; threads <= processors; threads *= 2) {
      crews.add(new Speed.Crewing(batch, processors / threads, threads));
    }
    crews.add(new Speed.Crewing(batch, 2, processors));
    return crews;
  }

  private static Map<String, String> settings(
      SegmentationModel model, Planner.Choice choice, double seconds) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("model", model.name());
    settings.put("halo", choice.window().halo().before() + " px");
    settings.put(
        "planned",
        String.format(
            Locale.ROOT,
            "windows of %d px, %.2f pixels computed for each that is kept, %s",
            choice.window().window(),
            choice.window().overhead(),
            crew(choice.resources())));
    settings.put(
        "calibration",
        String.format(
            Locale.ROOT,
            "%.1f s, %d ways",
            seconds,
            choice
                .planning()
                .calibration()
                .map(Planning.Calibration::speeds)
                .orElse(List.of())
                .size()));
    return settings;
  }
}
