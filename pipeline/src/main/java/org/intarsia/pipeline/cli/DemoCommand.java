package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.intarsia.classifier.Confusion;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideInputs;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.pipeline.synthetic.MaskAgreement;
import org.intarsia.pipeline.synthetic.SyntheticCohort;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.testdata.PyramidOptions;
import org.intarsia.testdata.Tissue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia demo}: the whole chain on sample biopsies. */
@Command(
    name = "demo",
    description =
        "Make four sample biopsies, segment them with the embedded model, and compare the masks"
            + " with the truth.")
final class DemoCommand implements Callable<Integer> {
  private static final SyntheticCohort COHORT =
      new SyntheticCohort(
          SyntheticCohort.Patients.inTurn(4), 9001, 6144, 4608, 0.5, PyramidOptions.Format.SVS);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--output", paramLabel = "DIR", description = "Default: demo-output.")
  private Path output = Path.of("demo-output");

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path folder = output.resolve("results");
    Path biopsies = Files.createDirectories(output.resolve("biopsies"));
    err.println("making four synthetic biopsies in " + biopsies);
    for (SyntheticCohort.Member member : COHORT.members()) {
      COHORT.writeSlide(biopsies, member);
    }
    List<SlideResult> results;
    try (SegmentationModel model = SegmentationModel.embedded();
        ConsoleProgress progress = ConsoleProgress.open(err)) {
      List<SlideInput> slides = SlideInputs.collect(List.of(biopsies));
      PlanOptions.Planned planned = new PlanOptions().plan(model, slides, PlanOptions.Told.on(err));
      results =
          BatchRun.of(planned.plan(), model, folder, BatchRun.Earlier.REDO)
              .with(planned.planning())
              .run(slides, "intarsia demo", progress);
    }
    out.println();
    ResultTable.print(results, folder, out);
    boolean allDone = results.stream().allMatch(SlideResult.Done.class::isInstance);
    if (allDone) {
      printAgreement(folder, out);
    }
    out.println();
    out.println("Look at " + slide(folder, COHORT.members().get(2)).resolve("overlay.jpg"));
    out.println("Masks:   " + folder.resolve("slides") + "/*/mask.ome.tiff (QuPath opens them)");
    out.println("Table:   " + folder.resolve("features.csv"));
    return allDone ? ExitCode.DONE : ExitCode.SLIDES_FAILED;
  }

  private static Path slide(Path results, SyntheticCohort.Member member) {
    return results.resolve("slides").resolve(member.name());
  }

  private static void printAgreement(Path folder, PrintWriter out) throws IOException {
    List<Confusion> all = new ArrayList<>();
    out.println();
    out.println("Agreement with the truth of these synthetic biopsies:");
    for (SyntheticCohort.Member member : COHORT.members()) {
      Path mask = slide(folder, member).resolve("mask.ome.tiff");
      Confusion agreement = MaskAgreement.of(mask, member.spec());
      all.add(agreement);
      out.println(
          String.format(
              Locale.ROOT,
              "  %-24s mean IoU %.3f, pixel accuracy %.3f",
              member.name(),
              agreement.meanIou().orElseThrow(),
              agreement.pixelAccuracy().orElseThrow()));
    }
    Confusion sum = all.stream().reduce(Confusion::plus).orElseThrow();
    for (Tissue tissue : Tissue.values()) {
      OptionalDouble iou = sum.iou(tissue.label());
      out.println(
          String.format(
              Locale.ROOT,
              "  %-24s IoU %s",
              tissue.title(),
              iou.isPresent() ? String.format(Locale.ROOT, "%.3f", iou.getAsDouble()) : "-"));
    }
  }
}
