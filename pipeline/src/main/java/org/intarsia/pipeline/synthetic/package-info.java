/** Synthetic biopsies as files, and how a mask agrees with their truth. */
@NullMarked
package org.intarsia.pipeline.synthetic;

import org.jspecify.annotations.NullMarked;
