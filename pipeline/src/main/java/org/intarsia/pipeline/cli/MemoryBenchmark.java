package org.intarsia.pipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.segmenter.TorchScriptArchive;
import org.intarsia.segmenter.Weights;
import org.intarsia.slideio.WholeFile;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.PyramidWriter;
import org.intarsia.testdata.RepeatedSource;
import org.intarsia.testdata.SyntheticBiopsy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia bench memory}: peak memory against the area of the slide. */
@Command(
    name = "memory",
    description =
        "Segment a large and a small synthetic slide with a network of one 1 x 1 convolution,"
            + " tissue filter off, each in a Java of its own, and compare their peak resident"
            + " memory.")
final class MemoryBenchmark implements Callable<Integer> {
  private static final int BLOCK = 4096;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Slides and results; the slides are kept and used again.")
  private Path output = Path.of("");

  @Option(names = "--large", paramLabel = "PX", description = "Default: 100000.")
  private int large = 100_000;

  @Option(names = "--small", paramLabel = "PX", description = "Default: 20000.")
  private int small = 20_000;

  @Option(names = "--heap", paramLabel = "SIZE", description = "Java's -Xmx. Default: 512m.")
  private String heap = "512m";

  private record Measured(int side, double seconds, long peakMebibytes, long maskBytes) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Files.createDirectories(output);
    Path model = writeModel();
    List<Measured> all = new ArrayList<>();
    for (int side : new int[] {small, large}) {
      Path slide = writeSlide(side);
      Measured measured = measure(side, slide, model);
      all.add(measured);
      out.println(
          String.format(
              Locale.ROOT,
              "%d x %d: %.0f MP in %.0f s (%.1f MP/s), peak resident %d MiB with -Xmx%s, mask %.1f"
                  + " MB",
              side,
              side,
              1e-6 * side * side,
              measured.seconds(),
              1e-6 * side * side / measured.seconds(),
              measured.peakMebibytes(),
              heap,
              1e-6 * measured.maskBytes()));
    }
    out.println(
        String.format(
            Locale.ROOT,
            "area x %.1f, memory x %.3f",
            Math.pow((double) large / small, 2),
            (double) all.get(1).peakMebibytes() / all.get(0).peakMebibytes()));
    return ExitCode.DONE;
  }

  /** A slide that repeats one block of tissue, so that its tiles are compressed once. */
  private Path writeSlide(int side) throws IOException {
    Path slide = output.resolve("tissue-" + side + ".tif");
    if (Files.exists(slide)) {
      return slide;
    }
    spec.commandLine().getErr().println("writing " + slide);
    SyntheticBiopsy block = SyntheticBiopsy.of(BiopsySpec.of(11, BLOCK, BLOCK, Diagnosis.DCIS));
    PyramidOptions options = PyramidOptions.of(PyramidOptions.Format.GENERIC).withScale(0.5, 20);
    return WholeFile.write(
        slide,
        partial -> PyramidWriter.write(RepeatedSource.of(block, side, side), options, partial));
  }

  private Path writeModel() throws IOException {
    Network.Builder net = Network.builder("OneByOne", 3);
    net.convolution(net.input(), 4, 1, 0, 1);
    Network network = net.build();
    Path archive = output.resolve("one-by-one.pt");
    TorchScriptArchive.write(
        network, Weights.initial(network, 3), ArchiveOptions.inference(), archive);
    List<TissueClass> classes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      classes.add(new TissueClass("class " + i, 0x3F3F3F * i));
    }
    ModelCard card =
        new ModelCard(
            "one by one",
            "1",
            "Apache-2.0",
            classes,
            OptionalDouble.of(0.5),
            256,
            0,
            1,
            Padding.SAME,
            new Normalization(1 / 255.0, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
            Output.LOGITS,
            0,
            "",
            ModelCard.untrained());
    Files.writeString(output.resolve("one-by-one.json"), card.toJson());
    return archive;
  }

  private Measured measure(int side, Path slide, Path model)
      throws IOException, InterruptedException {
    Path results = output.resolve("results-" + side);
    String java = ProcessHandle.current().info().command().orElse("java");
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-cp",
            System.getProperty("java.class.path"),
            Intarsia.class.getName(),
            "run",
            slide.toString(),
            "--output",
            results.toString(),
            "--model",
            model.toString(),
            "--no-tissue-filter",
            "--no-resume",
            "--patch",
            "256"));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int code;
    try {
      code = process.waitFor();
    } finally {
      process.destroy();
    }
    if (code != ExitCode.DONE) {
      throw new IOException("the run on " + slide + " ended with exit code " + code);
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    JsonNode manifest =
        Json.read(Files.readString(results.resolve("manifest.json")), JsonNode.class);
    long peak = manifest.path("machine").path("peakResidentMebibytes").asLong();
    Path mask = results.resolve("slides").resolve("tissue-" + side).resolve("mask.ome.tiff");
    return new Measured(side, seconds, peak, Files.size(mask));
  }
}
