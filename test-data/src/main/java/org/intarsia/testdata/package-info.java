/**
 * Slides whose every pixel is known: start with {@link org.intarsia.testdata.SyntheticBiopsy} for
 * pictures with ground truth and {@link org.intarsia.testdata.PyramidWriter} for files of them.
 */
@NullMarked
package org.intarsia.testdata;

import org.jspecify.annotations.NullMarked;
