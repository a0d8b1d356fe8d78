package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.WindowChoice;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that make a plan. */
final class PlanOptions {
  @Option(
      names = "--patch",
      paramLabel = "PX",
      description = "Side of the window that the network reads. Default: chosen from the probe.")
  private @Nullable Integer patch;

  @Option(
      names = "--halo",
      paramLabel = "PX",
      description =
          "Context around what is kept of a window. Default: the probe's, which makes tiles equal"
              + " the whole.")
  private @Nullable Integer halo;

  @Option(names = "--batch", paramLabel = "N", description = "Windows a batch. Default: 4.")
  private int batch = 4;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Threads that segment. Default: one a processor on the CPU, two on a GPU.")
  private @Nullable Integer workers;

  @Option(names = "--readers", paramLabel = "N", description = "Threads that read. Default: 2.")
  private int readers = 2;

  @Option(names = "--device", paramLabel = "cpu|cuda:N", description = "Default: cpu.")
  private String device = "cpu";

  @Option(
      names = "--mpp",
      paramLabel = "UM",
      description = "Micrometres per pixel of level 0, in place of what the slides say.")
  private @Nullable Double micronsPerPixel;

  @Option(
      names = "--level",
      paramLabel = "N",
      description = "Segment this level as it is, whatever its pixel size.")
  private @Nullable Integer level;

  @Option(
      names = "--no-tissue-filter",
      description = "Segment every tile, also those without tissue.")
  private boolean noTissueFilter;

  @Option(
      names = "--seam",
      paramLabel = "crop|feather",
      description =
          "How tiles are joined: cropped to what each owns (exact for local networks), or blended."
              + " Default: crop.")
  private PipelinePlan.SeamChoice seam = PipelinePlan.SeamChoice.CROP;

  @Option(
      names = "--on-bad-tile",
      paramLabel = "fail|background",
      description =
          "What a tile that cannot be read does: ends its slide, or gets the background class and"
              + " is counted in slide.json. Default: fail.")
  private TileFaults.Policy badTiles = TileFaults.Policy.FAIL;

  @Mixin private ReaderOptions readerOptions = new ReaderOptions();

  /**
   * The plan for a model.
   *
   * @param warnings told, in a sentence each, why tiles may differ from the whole
   */
  PipelinePlan plan(SegmentationModel model, Consumer<String> warnings) throws IOException {
    if (micronsPerPixel != null && !(micronsPerPixel > 0 && micronsPerPixel < 1000)) {
      throw new IllegalArgumentException(
          "--mpp must be more than 0 and less than 1000 um/px, not " + micronsPerPixel);
    }
    if (level != null && level < 0) {
      throw new IllegalArgumentException("--level must not be negative: " + level);
    }
    PipelinePlan.Resources resources =
        new PipelinePlan.Resources(batch, readers, workers(), device);
    if (patch != null && patch < 1) {
      throw new IllegalArgumentException("--patch must be at least 1 px, not " + patch);
    }
    ModelProfile profile = model.probe(device);
    WindowPlan window = WindowChoice.of(model.card(), profile, optional(patch), optional(halo));
    warn(profile, window, warnings);
    return new PipelinePlan(
        PipelinePlan.ModelIdentity.of(model),
        window,
        new PipelinePlan.Choices(
            seam,
            noTissueFilter ? PipelinePlan.TissueFilter.NONE : PipelinePlan.TissueFilter.TISSUE,
            micronsPerPixel == null ? OptionalDouble.empty() : OptionalDouble.of(micronsPerPixel),
            optional(level),
            badTiles,
            readerOptions.reading()),
        resources);
  }

  private void warn(ModelProfile profile, WindowPlan window, Consumer<String> warnings) {
    if (!profile.local()) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "the network is not local, tiles differ from the whole (%.2f%% of labels on noise)%s",
              100 * profile.seamDisagreement(),
              seam == PipelinePlan.SeamChoice.CROP ? "; --seam feather blends them" : ""));
    } else if (!profile.isExact(window.halo())) {
      warnings.accept(
          "a halo of %d px is less than the %d px that the network needs: seams will show"
              .formatted(window.halo().before(), profile.halo().before()));
    }
  }

  private int workers() {
    if (workers != null) {
      return workers;
    }
    return device.equals("cpu") ? Runtime.getRuntime().availableProcessors() : 2;
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
