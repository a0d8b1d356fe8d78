/** Measuring networks as black boxes. */
@NullMarked
package org.intarsia.segmenter.probe;

import org.jspecify.annotations.NullMarked;
