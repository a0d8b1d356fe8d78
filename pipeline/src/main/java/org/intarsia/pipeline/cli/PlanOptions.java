package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.planning.MeasurementStore;
import org.intarsia.pipeline.planning.Planner;
import org.intarsia.pipeline.planning.Planning;
import org.intarsia.pipeline.planning.SlideAreas;
import org.intarsia.segmenter.CpuFlags;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Precision;
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

  @Option(
      names = "--plan",
      paramLabel = "auto|fixed",
      description =
          "What is not given of --patch, --batch, --workers and --threads is chosen for this"
              + " machine (measured once, where the work is large), or the same on every machine."
              + " Default: auto.")
  private Planning.Mode mode = Planning.Mode.AUTO;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Windows a batch. Default: planned; 4 if fixed.")
  private @Nullable Integer batch;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "Threads that segment. Default: planned; if fixed, one a processor on the CPU, two on"
              + " each GPU.")
  private @Nullable Integer workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute a worker's batch. Default: planned; 1 if fixed.")
  private @Nullable Integer threads;

  @Option(names = "--readers", paramLabel = "N", description = "Threads that read. Default: 2.")
  private int readers = 2;

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda:N[,...]",
      description = "Where the network runs; workers go round several GPUs. Default: cpu.")
  private String device = "cpu";

  @Option(
      names = "--precision",
      paramLabel = "float32|bfloat16|float16",
      description =
          "What the network computes in; float16 on GPUs only. Default: bfloat16 on processors that"
              + " multiply in it if the model's card says that it changes at most 0.1 %% of the"
              + " labels; otherwise, and if the plan is fixed, float32.")
  private @Nullable Precision precision;

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

  /** A plan, and how it was made. */
  record Planned(PipelinePlan plan, Planning planning) {}

  /** What is told while a plan is made, in a sentence each. */
  interface Told {
    /** Why tiles may differ from the whole. */
    void warning(String sentence);

    /** What takes time. */
    void note(String sentence);

    /** Tells both, marked, on standard error. */
    static Told on(PrintWriter err) {
      return new Told() {
        @Override
        public void warning(String sentence) {
          err.println("intarsia: warning: " + sentence);
        }

        @Override
        public void note(String sentence) {
          err.println("intarsia: " + sentence);
        }
      };
    }
  }

  /** The plan for a model that segments some slides. */
  Planned plan(SegmentationModel model, List<SlideInput> slides, Told told)
      throws IOException, InterruptedException {
    if (micronsPerPixel != null && !(micronsPerPixel > 0 && micronsPerPixel < 1000)) {
      throw new IllegalArgumentException(
          "--mpp must be more than 0 and less than 1000 um/px, not " + micronsPerPixel);
    }
    if (level != null && level < 0) {
      throw new IllegalArgumentException("--level must not be negative: " + level);
    }
    PipelinePlan.Resources checked =
        new PipelinePlan.Resources(or1(batch), readers, or1(workers), or1(threads), device);
    if (patch != null && patch < 1) {
      throw new IllegalArgumentException("--patch must be at least 1 px, not " + patch);
    }
    PipelinePlan.Choices choices =
        new PipelinePlan.Choices(
            seam,
            noTissueFilter ? PipelinePlan.TissueFilter.NONE : PipelinePlan.TissueFilter.TISSUE,
            micronsPerPixel == null ? OptionalDouble.empty() : OptionalDouble.of(micronsPerPixel),
            optional(level),
            badTiles,
            readerOptions.reading(),
            precision(model, told));
    Planner planner =
        new Planner(
            model,
            new Planner.Machine(checked.device(), choices.precision()),
            MeasurementStore.ofUser(System.getenv()),
            told::note);
    ModelProfile profile = planner.profile();
    Planner.Choice choice =
        mode == Planning.Mode.FIXED
            ? planner.fixed(profile, wishes())
            : planner.auto(profile, wishes(), areas(model, slides, choices));
    warn(profile, choice.window(), told);
    return new Planned(
        new PipelinePlan(
            PipelinePlan.ModelIdentity.of(model),
            choice.window(),
            choice.fit(),
            choices,
            choice.resources()),
        choice.planning());
  }

  /**
   * What was asked for; else bfloat16 where the processor multiplies in it and the card's check
   * allows it, in plans for this machine; else 32 bits.
   */
  private Precision precision(SegmentationModel model, Told told) throws IOException {
    if (precision != null) {
      return precision;
    }
    boolean narrow =
        mode == Planning.Mode.AUTO
            && device.equals("cpu")
            && model.card().allows(Precision.BFLOAT16)
            && CpuFlags.here().computesInBfloat16();
    if (narrow) {
      told.note(
          "in bfloat16, as the check in the model's card allows; --precision float32 computes in"
              + " 32 bits");
    }
    return narrow ? Precision.BFLOAT16 : Precision.FLOAT32;
  }

  private static int or1(@Nullable Integer wish) {
    return wish == null ? 1 : wish;
  }

  private Planner.Wishes wishes() {
    return new Planner.Wishes(
        optional(patch),
        optional(halo),
        optional(batch),
        optional(workers),
        optional(threads),
        readers,
        seam);
  }

  private static SlideAreas areas(
      SegmentationModel model, List<SlideInput> slides, PipelinePlan.Choices choices) {
    return new SlideAreas(
        slides, choices.wish(model.card().micronsPerPixel()), choices.reading().options());
  }

  private void warn(ModelProfile profile, WindowPlan window, Told told) {
    if (!profile.local()) {
      told.warning(
          String.format(
              Locale.ROOT,
              "the network is not local, tiles differ from the whole (%.2f%% of labels on noise)%s",
              100 * profile.seamDisagreement(),
              seam == PipelinePlan.SeamChoice.CROP ? "; --seam feather blends them" : ""));
    } else if (!profile.isExact(window.halo())) {
      told.warning(
          "a halo of %d px is less than the %d px that the network needs: seams will show"
              .formatted(window.halo().before(), profile.halo().before()));
    }
  }

  private static OptionalInt optional(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
