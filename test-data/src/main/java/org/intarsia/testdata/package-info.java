/** Intarsia test-data. */
@NullMarked
package org.intarsia.testdata;

import org.jspecify.annotations.NullMarked;
