/** Threads and the order in which tiles are handed to them. */
@NullMarked
package org.intarsia.pipeline.engine;

import org.jspecify.annotations.NullMarked;
