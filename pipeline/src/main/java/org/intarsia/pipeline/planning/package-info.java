/**
 * How a model is run best on this machine: begin with {@link
 * org.intarsia.pipeline.planning.Planner}.
 */
@NullMarked
package org.intarsia.pipeline.planning;

import org.jspecify.annotations.NullMarked;
