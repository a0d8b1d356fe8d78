/** Slides whose every pixel is known: start with {@link org.intarsia.testdata.SyntheticBiopsy}. */
@NullMarked
package org.intarsia.testdata;

import org.jspecify.annotations.NullMarked;
