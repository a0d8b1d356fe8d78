package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.cli.SizeConverter.Size;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.testdata.PyramidOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia synthesize}: synthetic biopsies with exact truth. */
@Command(
    name = "synthesize",
    description =
        "Make synthetic biopsies: slides/NAME, their true masks as masks/NAME.ome.tiff,"
            + " labels.csv.")
final class SynthesizeCommand implements Callable<Integer> {
  /** Kinds of slide, as users call them. */
  enum Format {
    SVS(PyramidOptions.Format.SVS),
    TIFF(PyramidOptions.Format.GENERIC),
    OME(PyramidOptions.Format.OME_TIFF);

    private final PyramidOptions.Format format;

    Format(PyramidOptions.Format format) {
      this.format = format;
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Results.")
  private Path output = Path.of("");

  @Option(names = "--count", paramLabel = "N", description = "Slides. Default: 4.")
  private int count = 4;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of the first. Default: 1.")
  private long seed = 1;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Pixels of level 0. Default: 4096x4096.")
  private Size size = new Size(4096, 4096);

  @Option(names = "--mpp", paramLabel = "UM", description = "Default: 0.5.")
  private double micronsPerPixel = 0.5;

  @Option(names = "--format", paramLabel = "svs|tiff|ome", description = "Default: tiff.")
  private Format format = Format.TIFF;

  @Override
  public Integer call() throws IOException {
    SyntheticCohort cohort =
        new SyntheticCohort(
            count, seed, size.width(), size.height(), micronsPerPixel, format.format);
    Path slides = Files.createDirectories(output.resolve("slides"));
    Path masks = Files.createDirectories(output.resolve("masks"));
    PrintWriter out = spec.commandLine().getOut();
    for (SyntheticCohort.Member member : cohort.members()) {
      out.println(cohort.writeSlide(slides, member));
      cohort.writeMask(masks, member);
    }
    cohort.writeLabels(output);
    return ExitCode.DONE;
  }
}
