package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * The content of {@code slide.json} of a slide that failed.
 *
 * @param state always {@code failed}
 * @param slide path of the slide as it was given
 * @param planDigest digest of the plan that failed
 * @param run id of the run that failed
 * @param stage where it failed
 * @param tile which tile was worked on, if one was
 * @param error the kind of failure
 * @param message what is wrong, naming the place
 * @param trace where in the program; only for failures that nobody foresaw
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record FailureRecord(
    String state,
    String slide,
    String planDigest,
    String run,
    String stage,
    Optional<TilePlace> tile,
    String error,
    String message,
    List<String> trace) {

  static final String STATE = "failed";

  /** Row and column in the grid of tiles, from 0. */
  record TilePlace(int row, int column) {}
}
