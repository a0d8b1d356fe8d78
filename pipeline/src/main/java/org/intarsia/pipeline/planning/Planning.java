package org.intarsia.pipeline.planning;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a plan came to its windows and resources.
 *
 * @param mode who decided
 * @param calibration what was measured, if anything was
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Planning(Mode mode, Optional<Calibration> calibration) {
  /** Who decides. */
  public enum Mode {
    /** This machine: what suits it. */
    AUTO,
    /** Nobody: the same windows and batches on every machine. */
    FIXED
  }

  /**
   * What was measured.
   *
   * @param source this run, or an earlier one
   * @param seconds that it took
   * @param bytesPerPixel memory that the network takes for each pixel of a batch, rounded up to a
   *     power of two; where it is known
   * @param speeds of the network alone, the best of several turns each
   */
  public record Calibration(
      Source source, double seconds, OptionalLong bytesPerPixel, List<Speed> speeds) {
    /** Copies the speeds. */
    public Calibration {
      speeds = List.copyOf(speeds);
    }

    /** The same, as of an earlier run. */
    Calibration kept() {
      return new Calibration(Source.EARLIER_RUN, seconds, bytesPerPixel, speeds);
    }
  }

  /** Where measurements come from. */
  public enum Source {
    THIS_RUN,
    EARLIER_RUN
  }

  /** Nobody decided and nothing was measured. */
  public static Planning fixed() {
    return new Planning(Mode.FIXED, Optional.empty());
  }
}
