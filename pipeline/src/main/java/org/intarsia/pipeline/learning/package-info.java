/**
 * Training and evaluation as users run them: start with {@link
 * org.intarsia.pipeline.learning.MetricsTable}.
 */
@NullMarked
package org.intarsia.pipeline.learning;

import org.jspecify.annotations.NullMarked;
