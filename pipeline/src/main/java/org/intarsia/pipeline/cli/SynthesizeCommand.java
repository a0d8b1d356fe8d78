package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.intarsia.pipeline.batch.Json;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.cli.SizeConverter.Size;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.slideio.WholeFile;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia synthesize}: synthetic biopsies with exact truth. */
@Command(
    name = "synthesize",
    description = {
      "Make synthetic biopsies: slides/NAME, their true masks as masks/NAME.ome.tiff, labels.csv.",
      "Given again, the same command makes what is missing."
    })
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

  private static final Pattern EXTENT =
      Pattern.compile("([01](?:\\.[0-9]+)?)-([01](?:\\.[0-9]+)?)");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--output", required = true, paramLabel = "DIR", description = "Results.")
  private Path output = Path.of("");

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Slides, the four diagnoses in turn. Default: 4.")
  private int count = 4;

  @Option(
      names = "--diagnoses",
      paramLabel = "N,N,N,N",
      split = ",",
      description = "In place of --count: slides that are benign, atypia, DCIS and invasive.")
  private int[] diagnoses = {};

  @Option(
      names = "--cases",
      paramLabel = "N",
      description = "Cases that the slides are dealt to. Default: one a slide.")
  private @Nullable Integer cases;

  @Option(
      names = "--lesion-extent",
      paramLabel = "FROM-TO",
      description =
          "How much of a slide shows its diagnosis, the rest being benign; drawn evenly for each."
              + " Default: 1-1.")
  private String lesionExtent = "1-1";

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
            patients(), seed, size.width(), size.height(), micronsPerPixel, format.format);
    Path slides = Files.createDirectories(output.resolve("slides"));
    Path masks = Files.createDirectories(output.resolve("masks"));
    PrintWriter out = spec.commandLine().getOut();
    boolean begun = begun(cohort);
    for (SyntheticCohort.Member member : cohort.members()) {
      if (!begun || !cohort.isWritten(slides, masks, member)) {
        out.println(cohort.writeSlide(slides, member));
        cohort.writeMask(masks, member);
      }
    }
    cohort.writeLabels(output);
    return ExitCode.DONE;
  }

  /** Whether this very cohort was begun here before; notes that it is now. */
  private boolean begun(SyntheticCohort cohort) throws IOException {
    Path file = output.resolve("cohort.json");
    String plan = Json.pretty(cohort);
    if (Files.exists(file) && Files.readString(file).equals(plan)) {
      return true;
    }
    WholeFile.write(file, partial -> Files.writeString(partial, plan));
    return false;
  }

  private SyntheticCohort.Patients patients() {
    List<Diagnosis> wanted = new ArrayList<>();
    List<Diagnosis> all = List.of(Diagnosis.values());
    if (diagnoses.length == 0) {
      wanted.addAll(SyntheticCohort.Patients.inTurn(count).diagnoses());
    } else if (diagnoses.length == all.size() && IntStream.of(diagnoses).allMatch(n -> n >= 0)) {
      for (int i = 0; i < diagnoses.length; i++) {
        wanted.addAll(Collections.nCopies(diagnoses[i], all.get(i)));
      }
    } else {
      throw new UsageException(
          "--diagnoses must be four numbers of slides, such as 102,128,162,36");
    }
    Matcher extent = EXTENT.matcher(lesionExtent);
    if (!extent.matches()) {
      throw new UsageException(
          "--lesion-extent must be FROM-TO, such as 0.1-0.8, not " + lesionExtent);
    }
    return new SyntheticCohort.Patients(
        wanted,
        cases == null ? wanted.size() : cases,
        Double.parseDouble(extent.group(1)),
        Double.parseDouble(extent.group(2)));
  }
}
