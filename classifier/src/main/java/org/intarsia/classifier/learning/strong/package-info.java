/** Support vector machines and networks. */
@NullMarked
package org.intarsia.classifier.learning.strong;

import org.jspecify.annotations.NullMarked;
