/**
 * Classifiers that learn a diagnosis from tables of features: start with {@link
 * org.intarsia.classifier.learning.LabelledTable}, {@link
 * org.intarsia.classifier.learning.Classifier} and {@link
 * org.intarsia.classifier.learning.ClassifierCatalogue}.
 *
 * <p>A {@link org.intarsia.classifier.learning.Classifier} is a way to learn; the {@link
 * org.intarsia.classifier.learning.Model} that it returns is an immutable record of numbers, so
 * that it can be written as JSON and read back.
 */
@NullMarked
package org.intarsia.classifier.learning;

import org.jspecify.annotations.NullMarked;
