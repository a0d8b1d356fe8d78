package org.intarsia.pipeline.planning;

import java.util.OptionalLong;

/**
 * What a network costs, by one thread on windows of a moderate size.
 *
 * @param megapixelsPerSecond computed
 * @param bytesPerPixel memory for each pixel of a batch while it is computed, rounded up to a power
 *     of two; where the system says
 */
record Baseline(double megapixelsPerSecond, OptionalLong bytesPerPixel) {}
