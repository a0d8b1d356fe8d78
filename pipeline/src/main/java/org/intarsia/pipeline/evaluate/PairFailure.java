package org.intarsia.pipeline.evaluate;

/**
 * A pair that could not be compared.
 *
 * @param name of the pair
 * @param message why; names the file
 */
public record PairFailure(String name, String message) {}
