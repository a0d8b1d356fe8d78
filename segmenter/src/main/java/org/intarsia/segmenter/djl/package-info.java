/** The only package that knows the Deep Java Library. */
@NullMarked
package org.intarsia.segmenter.djl;

import org.jspecify.annotations.NullMarked;
