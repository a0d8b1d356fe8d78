/** Intarsia classifier. */
@NullMarked
package org.intarsia.classifier;

import org.jspecify.annotations.NullMarked;
