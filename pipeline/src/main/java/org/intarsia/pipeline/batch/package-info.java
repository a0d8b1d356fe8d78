/** Many slides, one after the other: inputs, output folder, tables, failures. */
@NullMarked
package org.intarsia.pipeline.batch;

import org.jspecify.annotations.NullMarked;
