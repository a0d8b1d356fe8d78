package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.intarsia.classifier.masks.FeatureSettings;
import org.intarsia.pipeline.batch.FeatureTable;
import org.intarsia.pipeline.batch.MaskFiles;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.features.CaseTable;
import org.intarsia.pipeline.features.FeatureExtraction;
import org.intarsia.pipeline.features.RoiChoice;
import org.intarsia.pipeline.features.SlideFolder;
import org.intarsia.slideio.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia features}: numbers that describe masks. */
@Command(
    name = "features",
    description =
        "Describe masks by numbers: pixels, areas, components, borders and neighbourhoods of their"
            + " classes. One CSV line a mask, ROI or case.",
    footer = {
      "",
      "Exit codes: 0 all described; 2 wrong usage; 3 done, but at least one mask, ROI or case could"
          + " not be described (its status is 'failed')."
    })
final class FeaturesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "MASK",
      description =
          "Masks (PNG or TIFF), folders of masks, or output folders of 'run', whose"
              + " slides/NAME/mask.ome.tiff is NAME.")
  private List<Path> masks = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The CSV file. Default: standard output.")
  private @Nullable Path output;

  @Option(
      names = "--roi",
      paramLabel = "FILE",
      description =
          "Regions of interest in pixels of the slide's level 0: GeoJSON (QuPath), XML (ASAP,"
              + " Aperio ImageScope), or a mask that covers the slide: one line for each; pixels"
              + " outside do not count. A folder has NAME.geojson, NAME.xml or NAME.png for each"
              + " mask.")
  private @Nullable Path roi;

  @Option(
      names = "--roi-mpp",
      paramLabel = "UM",
      description =
          "Micrometres per pixel of the slides' level 0, for masks of a coarser level. Default:"
              + " what 'run' has written beside the mask, else the mask's own.")
  private @Nullable Double roiMicronsPerPixel;

  @Option(
      names = "--mpp",
      paramLabel = "UM",
      description = "Micrometres per pixel of the masks, in place of what they say.")
  private @Nullable Double micronsPerPixel;

  @Mixin private ClassTableOption classes = new ClassTableOption();

  @Option(
      names = "--background",
      paramLabel = "CLASS",
      description =
          "Name or label of the class that is no tissue. Default: the one called background, else"
              + " label 0.")
  private @Nullable String background;

  @Option(
      names = "--ignore",
      paramLabel = "VALUE",
      description = "Grey value or label of pixels that do not count.")
  private @Nullable Integer ignore;

  @Option(
      names = "--distances",
      paramLabel = "PX",
      split = ",",
      description = "At which pairs of pixels are counted, such as 1,4,16. Default: 1.")
  private List<Integer> distances = FeatureSettings.standard().distances();

  @Option(
      names = "--min-component",
      paramLabel = "PX",
      description = "Components of fewer pixels are specks and do not count. Default: 16.")
  private int minimalPixels = FeatureSettings.standard().minimalPixels();

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description = "CSV with the columns slide and case (and others), for --per-case.")
  private @Nullable Path cases;

  @Option(
      names = "--per-case",
      description =
          "One line a case: counts of its masks are added before shares and means are made of"
              + " them.")
  private boolean perCase;

  @Option(
      names = "--slides",
      paramLabel = "DIR",
      description =
          "The masks' slides, of the same names: adds superpixels and the structure of ducts (see"
              + " docs/features.md). For whole masks of regions of interest.")
  private @Nullable Path slides;

  @Option(
      names = "--ducts",
      paramLabel = "CLASS",
      split = ",",
      description =
          "Classes that ducts are made of, for --slides. Default: benign epithelium, malignant"
              + " epithelium, secretion, necrosis, where there are such classes.")
  private @Nullable List<String> ducts;

  @Mixin private ReaderOptions readerOptions = new ReaderOptions();

  @Override
  public Integer call() throws InterruptedException {
    FeatureExtraction.Choices choices = choices();
    Optional<RoiChoice> rois =
        roi == null
            ? Optional.empty()
            : Optional.of(RoiChoice.of(roi, size("--roi-mpp", roiMicronsPerPixel)));
    Optional<CaseTable> table =
        cases == null ? Optional.empty() : Optional.of(CaseTable.read(cases));
    if (perCase && table.isEmpty()) {
      throw new UsageException("--per-case needs --cases FILE, a CSV with the columns slide, case");
    }
    if (slides != null && (roi != null || perCase)) {
      throw new UsageException("--slides is for whole masks, not for --roi or --per-case");
    }
    Map<String, Path> files = MaskFiles.collect(masks);
    FeatureExtraction.Result result =
        FeatureExtraction.of(files, choices, rois, perCase ? table : Optional.empty());
    PrintWriter err = spec.commandLine().getErr();
    result.notes().forEach(note -> err.println("note: " + note));
    result.failures().forEach(failure -> err.println("intarsia: " + failure));
    long done = result.rows().stream().filter(row -> row.values().isPresent()).count();
    if (done == 0) {
      err.println("intarsia: nothing could be described");
      return ExitCode.SLIDES_FAILED;
    }
    write(result, done);
    return result.failures().isEmpty() ? ExitCode.DONE : ExitCode.SLIDES_FAILED;
  }

  private FeatureExtraction.Choices choices() {
    if (ignore != null && (ignore < 0 || ignore > 255)) {
      throw new UsageException("--ignore must be 0 to 255, not " + ignore);
    }
    if (minimalPixels < 1) {
      throw new UsageException("--min-component must be at least 1 px, not " + minimalPixels);
    }
    FeatureSettings settings;
    try {
      settings =
          new FeatureSettings(distances.stream().sorted().distinct().toList(), minimalPixels);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--distances: " + e.getMessage(), e);
    }
    return new FeatureExtraction.Choices(
        classes.read(),
        ignore == null ? OptionalInt.empty() : OptionalInt.of(ignore),
        Optional.ofNullable(background),
        size("--mpp", micronsPerPixel),
        settings,
        slides == null
            ? Optional.empty()
            : Optional.of(
                SlideFolder.of(
                    slides, Optional.ofNullable(ducts), readerOptions.reading().options())));
  }

  private static OptionalDouble size(String option, @Nullable Double microns) {
    if (microns == null) {
      return OptionalDouble.empty();
    }
    if (!(microns > 0 && microns < 1000)) {
      throw new UsageException(
          option + " must be more than 0 and less than 1000 um/px, not " + microns);
    }
    return OptionalDouble.of(microns);
  }

  private void write(FeatureExtraction.Result result, long done) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      String csv = FeatureTable.csv(result.columns(), result.rows());
      if (output == null) {
        out.print(csv);
        out.flush();
        return;
      }
      WholeFile.write(output, partial -> Files.writeString(partial, csv, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(
          output + ": cannot be written (" + e + "); choose another --output", e);
    }
    out.println(done + " of " + result.rows().size() + " lines done. Results: " + output);
  }
}
