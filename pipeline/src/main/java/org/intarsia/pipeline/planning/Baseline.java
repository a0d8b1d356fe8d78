package org.intarsia.pipeline.planning;

import java.util.OptionalLong;

/**
 * What a network costs, by one thread on windows of a moderate size.
 *
 * @param megapixelsPerSecond computed
 * @param bytesPerPixel memory for each pixel of a batch while it is computed, where the system says
 */
record Baseline(double megapixelsPerSecond, OptionalLong bytesPerPixel) {}
