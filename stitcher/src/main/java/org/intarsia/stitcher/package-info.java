/** Intarsia stitcher. */
@NullMarked
package org.intarsia.stitcher;

import org.jspecify.annotations.NullMarked;
