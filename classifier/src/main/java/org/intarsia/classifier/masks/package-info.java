/**
 * What a mask looks like, in numbers, from its bands and in the memory of a few rows: start with
 * {@link org.intarsia.classifier.masks.MaskFeatures}.
 *
 * <p>Rows are turned into runs of equal labels first; everything else works on runs, so that its
 * cost follows the borders in a mask, not its pixels. Label 255 has no part in anything: neither as
 * a pixel nor as a neighbour.
 */
@NullMarked
package org.intarsia.classifier.masks;

import org.jspecify.annotations.NullMarked;
