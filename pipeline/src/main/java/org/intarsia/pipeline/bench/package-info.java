/**
 * Benchmarks of the chain and its stages: contenders take turns within one run, so that a busy
 * machine slows all of them, and the figure is their ratio. Start with {@link
 * org.intarsia.pipeline.bench.Rounds}.
 */
@NullMarked
package org.intarsia.pipeline.bench;

import org.jspecify.annotations.NullMarked;
