/**
 * Classifiers with few parameters: the commonest class, nearest neighbours, Gaussian and linear
 * ones.
 */
@NullMarked
package org.intarsia.classifier.learning.weak;

import org.jspecify.annotations.NullMarked;
