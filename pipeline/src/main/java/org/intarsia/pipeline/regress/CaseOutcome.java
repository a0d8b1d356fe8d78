package org.intarsia.pipeline.regress;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a case ended.
 *
 * @param regressionCase the case
 * @param state how
 * @param figures what was compared, empty if it was not run
 * @param message why it was skipped or has no result, otherwise empty
 * @param measurement what it gave
 * @param distance of its class fractions from the golden ones
 */
public record CaseOutcome(
    RegressionCase regressionCase,
    State state,
    List<Figure> figures,
    String message,
    Optional<Measurement> measurement,
    Optional<ClassDistance> distance) {
  /** How a case can end. */
  public enum State {
    PASSED,
    FAILED,
    SKIPPED,
    /** It could not be run to its end. */
    ERROR
  }

  static CaseOutcome judged(
      RegressionCase each,
      List<Figure> figures,
      Measurement measurement,
      Optional<ClassDistance> distance) {
    State state = figures.stream().anyMatch(Figure::failed) ? State.FAILED : State.PASSED;
    return new CaseOutcome(each, state, figures, "", Optional.of(measurement), distance);
  }

  static CaseOutcome ended(RegressionCase each, State state, String message) {
    return new CaseOutcome(each, state, List.of(), message, Optional.empty(), Optional.empty());
  }

  /** The name of the case. */
  public String name() {
    return regressionCase.name();
  }

  /** Whether the suite is not green because of this. */
  public boolean red() {
    return state == State.FAILED || state == State.ERROR;
  }

  /** What is wrong, in a line; empty if nothing is. */
  public String complaint() {
    return message.isEmpty()
        ? figures.stream()
            .filter(Figure::failed)
            .map(Figure::sentence)
            .collect(Collectors.joining("; "))
        : message;
  }
}
