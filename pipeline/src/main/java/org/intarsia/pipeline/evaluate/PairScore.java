package org.intarsia.pipeline.evaluate;

import java.util.Optional;
import org.intarsia.classifier.AdaptedRandError;
import org.intarsia.classifier.Confusion;

/**
 * What was counted in a pair.
 *
 * @param name of the pair
 * @param confusion of its pixels
 * @param components pairs of pixels in components of the instance class, if one was named
 */
public record PairScore(String name, Confusion confusion, Optional<AdaptedRandError> components) {}
