/** How good predictions are, how sure that is, and whether two classifiers differ. */
@NullMarked
package org.intarsia.classifier.learning.scores;

import org.jspecify.annotations.NullMarked;
