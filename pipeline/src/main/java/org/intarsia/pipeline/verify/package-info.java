/**
 * Finished runs: are they still what they were, and can they be had again. Start with {@link
 * org.intarsia.pipeline.verify.Verification} and {@link org.intarsia.pipeline.verify.Repetition}.
 */
@NullMarked
package org.intarsia.pipeline.verify;

import org.jspecify.annotations.NullMarked;
