package org.intarsia.pipeline.regress;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a case gave.
 *
 * @param seconds of the run that took least beside its calibration
 * @param calibration seconds of the calibration, mean of before and after that run
 * @param modelSha256 digest of the model's archive
 * @param classes pixels by class, in the order of the labels
 * @param digests of the files
 * @param sameBytes whether all runs of the case gave the same digests
 * @param golden how the mask differs from the golden one, if there is one
 * @param truthDice as {@link Golden.GoldenCase#truthDice}
 * @param mask the mask
 */
public record Measurement(
    double seconds,
    double calibration,
    String modelSha256,
    Map<String, Long> classes,
    Golden.Digests digests,
    boolean sameBytes,
    Optional<MaskDifference> golden,
    Map<String, Double> truthDice,
    Path mask) {
  /** Seconds in units of the calibration. */
  public double ratio() {
    return seconds / calibration;
  }
}
