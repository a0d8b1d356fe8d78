/** Encoders of single tiles; internal to this module. */
@NullMarked
package org.intarsia.testdata.codec;

import org.jspecify.annotations.NullMarked;
