/**
 * Masks against truth: start with {@link org.intarsia.pipeline.evaluate.Evaluation} and {@link
 * org.intarsia.pipeline.evaluate.MaskPairs}.
 */
@NullMarked
package org.intarsia.pipeline.evaluate;

import org.jspecify.annotations.NullMarked;
