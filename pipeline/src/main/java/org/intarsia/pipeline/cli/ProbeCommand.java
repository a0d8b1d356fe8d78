package org.intarsia.pipeline.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.planning.Planner;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.WindowPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code intarsia probe}: the geometry of a network, measured. */
@Command(
    name = "probe",
    description =
        "Measure stride, influence radius, locality and padding of a TorchScript model, and say"
            + " which halo and window to use.")
final class ProbeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "TorchScript archive. Default: the model that comes with Intarsia.")
  private @Nullable Path archive;

  @Option(names = "--card", paramLabel = "FILE", description = "The model's card.")
  private @Nullable Path card;

  @Option(names = "--device", paramLabel = "cpu|cuda:N", description = "Default: cpu.")
  private String device = "cpu";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (SegmentationModel model =
        archive == null
            ? SegmentationModel.embedded()
            : SegmentationModel.load(archive, Optional.ofNullable(card))) {
      ModelProfile profile = model.probe(device);
      WindowPlan fixed = profile.window(OptionalInt.empty(), OptionalInt.empty());
      WindowPlan plan =
          profile.local()
              ? profile.economicWindow(
                  OptionalInt.empty(), Planner.LARGEST_OVERHEAD, Integer.MAX_VALUE)
              : fixed;
      row(out, "model", model.card().name() + " " + model.card().version());
      row(out, "classes", model.card().classes().size());
      row(out, "padding", profile.padding().name().toLowerCase(Locale.ROOT));
      row(out, "margin", profile.margin() + " px lost on each side");
      row(
          out,
          "input sizes",
          profile.smallestSize() + " px and multiples of " + profile.stride() + " px more");
      row(out, "stride", profile.stride() + " px");
      row(
          out,
          "influence radius",
          "%d px, %d px for cores aligned to the stride"
              .formatted(profile.influenceRadius(), profile.alignedRadius()));
      row(out, "local", profile.local() ? "yes: tiles equal the whole" : "no: use --seam feather");
      row(
          out,
          "seam disagreement",
          String.format(
              Locale.ROOT,
              "%.4f%% of pixels, largest relative difference %.1e (on noise)",
              100 * profile.seamDisagreement(),
              profile.seamDifference()));
      row(
          out,
          "halo",
          "%d px before, %d px behind the core"
              .formatted(plan.halo().before(), plan.halo().after()));
      row(out, "window", window(plan) + ", at most: fitted to each slide");
      row(out, "window, fixed", window(fixed));
      profile.notes().forEach(note -> row(out, "note", note));
    }
    return ExitCode.DONE;
  }

  private static String window(WindowPlan plan) {
    return String.format(
        Locale.ROOT,
        "%d px, of which %d are kept: %.2f pixels computed for each",
        plan.window(),
        plan.core(),
        plan.overhead());
  }

  private static void row(PrintWriter out, String name, Object value) {
    out.printf("%-18s %s%n", name, value);
  }
}
