package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.intarsia.pipeline.WindowChoice;
import org.intarsia.pipeline.bench.BareNetwork;
import org.intarsia.pipeline.bench.BenchModels;
import org.intarsia.pipeline.bench.BenchReport;
import org.intarsia.pipeline.bench.PrecisionAgreement;
import org.intarsia.pipeline.bench.Rounds;
import org.intarsia.pipeline.bench.TissueWindows;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ArchiveOptions.Layout;
import org.intarsia.segmenter.CpuFlags;
import org.intarsia.segmenter.Precision;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;
import org.intarsia.segmenter.SegmenterSettings;
import org.intarsia.segmenter.WindowPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia bench precision}: a network in 32 bits and in bfloat16. */
@Command(
    name = "precision",
    description =
        "Run a network in 32 bits and in bfloat16: how often the labels of real tissue are the"
            + " same, and how fast the network alone is with each order of the numbers in memory."
            + " They take turns; a ratio is that of each turn.")
final class PrecisionBenchmark implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "SLIDE", description = "Slides.")
  private List<Path> slides = List.of();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Models, and precision.json.")
  private Path output = Path.of("");

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "In place of --model: unet-2m, unet-0.5m or one-by-one, with random weights.")
  private @Nullable String network;

  @Option(
      names = "--patch",
      paramLabel = "PX",
      description = "Side of the window. Default: chosen from the probe.")
  private @Nullable Integer patch;

  @Option(
      names = "--level",
      paramLabel = "N",
      description = "Read this level as it is. Default: that of the model's pixel size.")
  private @Nullable Integer level;

  @Option(
      names = "--windows",
      paramLabel = "N",
      description = "Most windows of a slide, evenly spread over its tissue. Default: 16.")
  private int windows = 16;

  @Option(names = "--batch", paramLabel = "N", description = "Windows a batch. Default: 1.")
  private int batch = 1;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that run the network. Default: one a processor.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--device", paramLabel = "cpu|cuda:N", description = "Default: cpu.")
  private String device = "cpu";

  @Option(names = "--rounds", paramLabel = "N", description = "Default: 5.")
  private int rounds = 5;

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Files.createDirectories(output);
    try (SegmentationModel contiguous = model(Layout.CONTIGUOUS);
        SegmentationModel turned = network == null ? contiguous : model(Layout.CHANNELS_LAST)) {
      WindowPlan window =
          WindowChoice.of(
              turned.card(), turned.probe(device), optional(patch), OptionalInt.empty());
      PrecisionAgreement agreement = agreement(turned, window);
      if (agreement.windows() == 0) {
        throw new IllegalArgumentException("no tissue was found in the slides; name others");
      }
      BenchReport report = new BenchReport("precision", settings(turned, window, agreement));
      report.add("label agreement", agreement.labelAgreement());
      report.add("largest probability difference", agreement.largestProbabilityDifference());
      time(contiguous, turned, work(window, agreement), report);
      report.print(spec.commandLine().getOut());
      report.write(output.resolve("precision.json"));
    }
    return ExitCode.DONE;
  }

  private SegmentationModel model(Layout layout) throws IOException {
    return network == null
        ? modelOptions.load()
        : BenchModels.write(
            network, ArchiveOptions.inference().withLayout(layout), output.resolve("models"));
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private PrecisionAgreement agreement(SegmentationModel model, WindowPlan window)
      throws IOException, InterruptedException {
    PrecisionAgreement agreement = new PrecisionAgreement();
    TissueWindows tissue = new TissueWindows(window, batch, windows);
    SegmenterSettings settings = settings(window, workers);
    try (Segmenter exact = model.open(settings);
        Segmenter rounded = model.open(settings.withPrecision(Precision.BFLOAT16))) {
      for (Path slide : slides) {
        tissue.read(
            slide,
            model.card().micronsPerPixel(),
            optional(level),
            ready -> agreement.compare(exact, rounded, ready));
      }
    }
    return agreement;
  }

  private SegmenterSettings settings(WindowPlan window, int threads) {
    return new SegmenterSettings(window.window(), batch, threads, device);
  }

  /** As many windows as were compared, in whole batches for each worker. */
  private Work work(WindowPlan window, PrecisionAgreement agreement) {
    long share = (long) batch * workers;
    long batches = (agreement.windows() + share - 1) / share * workers;
    double megapixels = 1e-6 * batches * batch * window.window() * window.window();
    return new Work(settings(window, 1), new BareNetwork.Work(workers, batches, megapixels));
  }

  private record Work(SegmenterSettings settings, BareNetwork.Work amount) {}

  private void time(
      SegmentationModel contiguous, SegmentationModel turned, Work work, BenchReport report)
      throws IOException, InterruptedException {
    SegmenterSettings settings = work.settings();
    try (BareNetwork plain =
            BareNetwork.open(
                "float32 contiguous",
                contiguous,
                worker -> settings,
                Layout.CONTIGUOUS,
                work.amount());
        BareNetwork last =
            BareNetwork.open(
                "float32 channels last",
                turned,
                worker -> settings,
                Layout.CHANNELS_LAST,
                work.amount());
        BareNetwork narrow =
            BareNetwork.open(
                "bfloat16 channels last",
                turned,
                worker -> settings.withPrecision(Precision.BFLOAT16),
                Layout.CHANNELS_LAST,
                work.amount())) {
      List<Rounds.Timing> timings = Rounds.run(List.of(plain, last, narrow), rounds);
      report.add(timings);
      addRatio(report, timings.get(1), timings.get(0));
      addRatio(report, timings.get(2), timings.get(1));
      addRatio(report, timings.get(2), timings.get(0));
    }
  }

  private static void addRatio(BenchReport report, Rounds.Timing one, Rounds.Timing other) {
    report.add(one.name() + " / " + other.name(), Rounds.Ratio.of(one, other));
  }

  private Map<String, String> settings(
      SegmentationModel model, WindowPlan window, PrecisionAgreement agreement) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "slides",
        slides.stream()
            .map(slide -> String.valueOf(slide.getFileName()))
            .collect(Collectors.joining(", ")));
    settings.put("model", model.name());
    settings.put(
        "window", window.window() + " px, halo " + window.halo().before() + " px of context");
    settings.put("compared", agreement.windows() + " windows, " + agreement.pixels() + " px kept");
    settings.put("batch", String.valueOf(batch));
    settings.put("workers", String.valueOf(workers));
    settings.put("device", device);
    settings.put("CPU in bfloat16", CpuFlags.here().computesInBfloat16() ? "yes" : "no");
    settings.put("card allows it", model.allows(Precision.BFLOAT16) ? "yes" : "no");
    return settings;
  }
}
