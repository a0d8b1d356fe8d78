/** Tests of the segmenter. */
@NullMarked
package org.intarsia.segmenter;

import org.jspecify.annotations.NullMarked;
