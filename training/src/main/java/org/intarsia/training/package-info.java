/**
 * From labelled pictures to a trained network: start with {@link
 * org.intarsia.training.PatchSource}.
 *
 * <p>Nothing here sees the engine: {@link org.intarsia.segmenter} trains, this package decides on
 * what, how long and with which weights.
 */
@NullMarked
package org.intarsia.training;

import org.jspecify.annotations.NullMarked;
