package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.pipeline.TileFaults;
import org.intarsia.pipeline.WindowChoice;
import org.intarsia.pipeline.batch.BatchRun;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.pipeline.batch.RunProgress;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideRecord;
import org.intarsia.pipeline.batch.SlideResult;
import org.intarsia.pipeline.synthetic.MaskAgreement;
import org.intarsia.testdata.Tissue;

/** Runs a case as {@code intarsia run} would, with the calibration between its runs. */
final class CaseRun {
  /** What the cases of a night share. */
  record Bench(Models models, Calibration calibration, int workers, Path results) {}

  private final Bench bench;
  private final RegressionCase each;
  private final Path slide;

  CaseRun(Bench bench, RegressionCase each, Path slide) {
    this.bench = bench;
    this.each = each;
    this.slide = slide;
  }

  /**
   * Runs it, and compares its mask.
   *
   * @param golden the golden mask, which need not be there
   * @throws IOException if the slide failed; says why
   */
  Measurement run(Path golden) throws IOException, InterruptedException {
    Models.Loaded loaded = bench.models().get(each.model());
    PipelinePlan plan = plan(loaded);
    Path output = bench.results().resolve(each.name());
    Set<Golden.Digests> digests = new LinkedHashSet<>();
    double seconds = Double.POSITIVE_INFINITY;
    double calibration = 1;
    double before = bench.calibration().seconds();
    for (int i = 0; i < each.runs(); i++) {
      long start = System.nanoTime();
      BatchRun batch = BatchRun.of(plan, loaded.model(), output, BatchRun.Earlier.REDO);
      SlideInput input = new SlideInput(slide, each.name());
      SlideResult result =
          batch.run(List.of(input), "intarsia regress", RunProgress.silent()).get(0);
      double took = (System.nanoTime() - start) * 1e-9;
      if (result instanceof SlideResult.Failed failed) {
        throw new IOException(failed.stage().title() + ": " + failed.message());
      }
      double after = bench.calibration().seconds();
      double around = (before + after) / 2;
      if (took / around < seconds / calibration) {
        seconds = took;
        calibration = around;
      }
      before = after;
      digests.add(digests(output));
      if (i == each.runs() - 1) {
        SlideRecord record = ((SlideResult.Done) result).record();
        return measured(seconds, calibration, digests, record, golden);
      }
    }
    throw new IllegalStateException(each.name() + " has no runs");
  }

  private PipelinePlan plan(Models.Loaded loaded) {
    RegressionCase.Options options = each.options();
    return new PipelinePlan(
        PipelinePlan.ModelIdentity.of(loaded.model()),
        WindowChoice.of(loaded.model().card(), loaded.profile(), options.patch(), options.halo()),
        new PipelinePlan.Choices(
            options.seam(),
            options.tissue(),
            options.micronsPerPixel(),
            options.level(),
            TileFaults.Policy.FAIL),
        new PipelinePlan.Resources(4, 2, bench.workers(), "cpu"));
  }

  private Path file(String name) {
    return bench
        .results()
        .resolve(each.name())
        .resolve("slides")
        .resolve(each.name())
        .resolve(name);
  }

  private Golden.Digests digests(Path output) throws IOException {
    return new Golden.Digests(
        Digest.of(file("mask.ome.tiff")),
        Digest.of(file("overlay.jpg")),
        Digest.of(output.resolve("features.csv")));
  }

  private Measurement measured(
      double seconds,
      double calibration,
      Set<Golden.Digests> digests,
      SlideRecord record,
      Path golden)
      throws IOException {
    Path mask = file("mask.ome.tiff");
    Map<String, Long> classes = new LinkedHashMap<>();
    record.classes().forEach(one -> classes.put(one.name(), one.pixels()));
    Optional<MaskDifference> difference =
        Files.exists(golden) ? Optional.of(MaskDifference.of(golden, mask)) : Optional.empty();
    return new Measurement(
        seconds,
        calibration,
        bench.models().get(each.model()).model().sha256(),
        classes,
        digests.iterator().next(),
        digests.size() == 1,
        difference,
        truth(mask),
        mask);
  }

  private Map<String, Double> truth(Path mask) throws IOException {
    if (!(each.source() instanceof RegressionCase.Synthetic synthetic)) {
      return Map.of();
    }
    List<String> names = List.of(Tissue.values()).stream().map(Tissue::title).toList();
    Map<String, Double> dice = MaskDifference.dice(MaskAgreement.of(mask, synthetic.spec()), names);
    dice.replaceAll((name, value) -> Math.rint(value * 1e6) / 1e6);
    return dice;
  }
}
