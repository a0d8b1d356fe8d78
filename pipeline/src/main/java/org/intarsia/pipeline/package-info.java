/** Intarsia pipeline. */
@NullMarked
package org.intarsia.pipeline;

import org.jspecify.annotations.NullMarked;
