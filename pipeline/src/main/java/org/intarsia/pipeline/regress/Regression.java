package org.intarsia.pipeline.regress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.intarsia.pipeline.batch.Provenance;
import org.intarsia.pipeline.regress.CaseOutcome.State;
import org.intarsia.pipeline.regress.RegressionCase.ModelFiles;
import org.intarsia.testdata.BiopsySpec;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.PyramidOptions;

/**
 * One night: the cases of a suite, one after the other, each held against what it gave before.
 *
 * <p>A case that cannot be run ends itself only. Before the first case of a model, a small biopsy
 * is segmented, so that no case pays for what is loaded and compiled once.
 */
public final class Regression {
  /**
   * Where and with what.
   *
   * @param samples what {@code ${samples}} stands for in paths
   * @param model in place of every case's own
   * @param output folder for results, in {@code cases/NAME}
   * @param workers threads that segment
   */
  public record Settings(
      Optional<Path> samples, Optional<ModelFiles> model, Path output, int workers) {}

  private static final String WARM_UP = "-warm-up";

  private final Suite suite;
  private final Judge judge;
  private final Settings settings;
  private final Set<ModelFiles> warm = new HashSet<>();

  private Regression(Suite suite, Judge judge, Settings settings) {
    this.suite = suite;
    this.judge = judge;
    this.settings = settings;
  }

  /** A night that is ready to run. */
  public static Regression of(
      Suite suite, Golden golden, History history, MachineKind machine, Settings settings) {
    return new Regression(suite, new Judge(golden, history, machine), settings);
  }

  /**
   * Runs the cases in their order.
   *
   * @param progress told each outcome as it is known
   * @throws IOException if the output folder cannot be written
   * @throws InterruptedException if interrupted; nothing is judged then
   */
  public List<CaseOutcome> run(Consumer<CaseOutcome> progress)
      throws IOException, InterruptedException {
    Path results = Files.createDirectories(settings.output().resolve("cases"));
    SlideSource slides =
        new SlideSource(
            suite.folder(), settings.samples(), settings.output().resolve("slides-made"));
    List<CaseOutcome> outcomes = new ArrayList<>();
    try (Models models = new Models()) {
      CaseRun.Bench bench =
          new CaseRun.Bench(
              models, Calibration.of(settings.workers()), settings.workers(), results);
      Provenance.current();
      for (RegressionCase written : suite.cases()) {
        RegressionCase each = settings.model().map(written::with).orElse(written);
        CaseOutcome outcome = outcome(bench, slides, each);
        outcomes.add(outcome);
        progress.accept(outcome);
      }
    }
    Files.deleteIfExists(settings.output().resolve("slides-made"));
    return outcomes;
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private CaseOutcome outcome(CaseRun.Bench bench, SlideSource slides, RegressionCase each)
      throws InterruptedException {
    try {
      SlideSource.Found found = slides.of(each);
      if (found instanceof SlideSource.Absent absent) {
        boolean required =
            each.source() instanceof RegressionCase.RealSlide real
                && real.need() == RegressionCase.Need.REQUIRED;
        return CaseOutcome.ended(each, required ? State.FAILED : State.SKIPPED, absent.reason());
      }
      Path slide = ((SlideSource.Slide) found).file();
      try {
        if (warm.add(each.model())) {
          warmUp(bench, slides, each);
        }
        Measurement measured = new CaseRun(bench, each, slide).run(suite.goldenMask(each.name()));
        return CaseOutcome.judged(
            each, judge.figures(each, measured), measured, judge.distance(each, measured));
      } finally {
        slides.done(slide);
      }
    } catch (IOException | RuntimeException e) {
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      return CaseOutcome.ended(each, State.ERROR, message.replaceAll("\\s*\\R\\s*", " "));
    }
  }

  /** A failure here is one of the case too, which says it. */
  private void warmUp(CaseRun.Bench bench, SlideSource slides, RegressionCase first)
      throws IOException, InterruptedException {
    RegressionCase small =
        new RegressionCase(
            WARM_UP,
            new RegressionCase.Synthetic(
                BiopsySpec.of(1, 640, 480, Diagnosis.DCIS), PyramidOptions.Format.SVS),
            first.model(),
            first.options(),
            1,
            first.expectation());
    outcome(bench, slides, small);
    remove(bench.results().resolve(WARM_UP));
  }
}
