package org.intarsia.pipeline.regress;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds what a case gave against its golden results and its history. */
final class Judge {
  /** Nights of the same kind of machine before times are judged. */
  static final int NIGHTS_NEEDED = 5;

  private final Golden golden;
  private final History history;
  private final MachineKind machine;

  Judge(Golden golden, History history, MachineKind machine) {
    this.golden = golden;
    this.history = history;
    this.machine = machine;
  }

  List<Figure> figures(RegressionCase each, Measurement found) {
    List<Figure> figures = new ArrayList<>();
    if (each.runs() > 1) {
      figures.add(
          Figure.equal(
              "bytes of " + each.runs() + " runs",
              found.sameBytes() ? "the same" : "different",
              "the same"));
    }
    Optional<Golden.GoldenCase> expected = golden.of(each.name());
    if (expected.isEmpty()) {
      figures.add(Figure.failed("golden results", "missing", "some; run regress --update"));
    } else {
      figures.add(Figure.equal("model SHA-256", found.modelSha256(), expected.get().modelSha256()));
      digests(each, found, expected.get(), figures);
      mask(each, found, figures);
      truth(each, found, expected.get(), figures);
      histogram(each, found, expected.get(), figures);
    }
    figures.add(time(each, found));
    return figures;
  }

  /** How far its class fractions are from the golden ones, if there are any. */
  Optional<ClassDistance> distance(RegressionCase each, Measurement found) {
    return golden
        .of(each.name())
        .map(expected -> ClassDistance.of(expected.classes(), found.classes()));
  }

  private void digests(
      RegressionCase each, Measurement found, Golden.GoldenCase expected, List<Figure> figures) {
    RegressionCase.Exact exact = each.expectation().exact();
    Optional<Golden.Digests> digests =
        exact == RegressionCase.Exact.ALWAYS
            ? expected.digests().values().stream().findFirst()
            : expected.of(machine);
    if (exact == RegressionCase.Exact.NEVER || digests.isEmpty()) {
      figures.add(
          Figure.told(
              "mask SHA-256",
              found.digests().mask(),
              exact == RegressionCase.Exact.NEVER
                  ? "not compared: the suite says so"
                  : "not compared: no golden one of this kind of machine"));
      return;
    }
    Golden.Digests wanted = digests.get();
    figures.add(Figure.equal("mask SHA-256", found.digests().mask(), wanted.mask()));
    figures.add(Figure.equal("overlay SHA-256", found.digests().overlay(), wanted.overlay()));
    figures.add(Figure.equal("features SHA-256", found.digests().features(), wanted.features()));
  }

  private static void mask(RegressionCase each, Measurement found, List<Figure> figures) {
    Tolerance tolerance = each.expectation().tolerance();
    if (found.golden().isEmpty()) {
      boolean kept = each.expectation().mask() == RegressionCase.MaskKeeping.KEPT;
      figures.add(
          kept
              ? Figure.failed("golden mask", "missing", "one; run regress --update")
              : Figure.told("golden mask", "none", "none: the suite keeps none"));
      return;
    }
    MaskDifference difference = found.golden().get();
    if (!difference.note().isEmpty()) {
      figures.add(Figure.failed("mask", difference.note(), "a mask like the golden one"));
      return;
    }
    figures.add(Figure.atMost("changed pixels", difference.changed(), tolerance.changed()));
    figures.add(
        Figure.atLeast(
            "mean Dice against golden",
            difference.dice().getOrDefault(MaskDifference.MEAN, 0.0),
            tolerance.diceMean()));
    difference.dice().entrySet().stream()
        .filter(one -> !one.getKey().equals(MaskDifference.MEAN))
        .min(Comparator.comparingDouble(Map.Entry::getValue))
        .ifPresent(
            worst ->
                figures.add(
                    Figure.atLeast(
                        "Dice of " + worst.getKey() + ", the lowest",
                        worst.getValue(),
                        tolerance.diceClass())));
  }

  private static void truth(
      RegressionCase each, Measurement found, Golden.GoldenCase expected, List<Figure> figures) {
    Double now = found.truthDice().get(MaskDifference.MEAN);
    Double then = expected.truthDice().get(MaskDifference.MEAN);
    if (now != null && then != null) {
      figures.add(
          Figure.atLeast(
              "mean Dice against truth", now, then - each.expectation().tolerance().truthDrop()));
    }
  }

  private static void histogram(
      RegressionCase each, Measurement found, Golden.GoldenCase expected, List<Figure> figures) {
    ClassDistance distance = ClassDistance.of(expected.classes(), found.classes());
    Tolerance tolerance = each.expectation().tolerance();
    figures.add(Figure.atMost("class fractions, L1", distance.l1(), tolerance.l1()));
    figures.add(
        Figure.atMost("class fractions, chi-square", distance.chiSquare(), tolerance.chiSquare()));
  }

  private Figure time(RegressionCase each, Measurement found) {
    String name = "time in calibrations";
    String value = String.format(Locale.ROOT, "%.3f", found.ratio());
    List<Double> nights = history.ratios(each, machine);
    OptionalDouble median = History.median(nights);
    if (nights.size() < NIGHTS_NEEDED || median.isEmpty()) {
      return Figure.told(
          name,
          value,
          "not judged: %d of %d nights on this kind of machine"
              .formatted(nights.size(), NIGHTS_NEEDED));
    }
    double limit = median.getAsDouble() * (1 + each.expectation().tolerance().slower());
    String expected =
        String.format(
            Locale.ROOT,
            "at most %.3f (median of %d nights %.3f)",
            limit,
            nights.size(),
            median.getAsDouble());
    return new Figure(
        name,
        value,
        expected,
        found.ratio() <= limit ? Figure.Verdict.PASSED : Figure.Verdict.FAILED);
  }
}
