package org.intarsia.pipeline.regress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.intarsia.pipeline.Version;

/**
 * What a run of a suite gave.
 *
 * @param suite what was run
 * @param time when it ended, in UTC, as ISO 8601
 * @param machine where
 * @param outcomes of the cases, in the suite's order
 */
public record Night(Suite suite, String time, MachineKind machine, List<CaseOutcome> outcomes) {
  /** Whether any case failed or could not be run. */
  public boolean red() {
    return outcomes.stream().anyMatch(CaseOutcome::red);
  }

  /** The line that the history keeps of it. */
  public History.Night line() {
    Map<String, History.Result> cases = new LinkedHashMap<>();
    for (CaseOutcome outcome : outcomes) {
      cases.put(outcome.name(), result(outcome));
    }
    return new History.Night(time, Version.current(), suite.name(), machine.speed(), cases);
  }

  private static History.Result result(CaseOutcome outcome) {
    Optional<Measurement> measured = outcome.measurement();
    return new History.Result(
        YamlNode.word(outcome.state()),
        outcome.regressionCase().definition(),
        number(measured, Measurement::seconds),
        number(measured, Measurement::calibration),
        number(
            measured.flatMap(Measurement::golden),
            golden -> golden.dice().getOrDefault(MaskDifference.MEAN, 0.0)),
        number(
            measured.filter(each -> !each.truthDice().isEmpty()),
            each -> each.truthDice().getOrDefault(MaskDifference.MEAN, 0.0)),
        outcome
            .distance()
            .map(each -> OptionalDouble.of(each.l1()))
            .orElse(OptionalDouble.empty()));
  }

  private static <T> OptionalDouble number(Optional<T> from, ToDoubleFunction<T> what) {
    return from.isPresent()
        ? OptionalDouble.of(Math.rint(what.applyAsDouble(from.get()) * 1e6) / 1e6)
        : OptionalDouble.empty();
  }
}
