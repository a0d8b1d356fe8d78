/**
 * Who is trained on what: cross-validation by case, choice of settings inside the folds, the
 * published cascade.
 */
@NullMarked
package org.intarsia.classifier.learning.protocol;

import org.jspecify.annotations.NullMarked;
