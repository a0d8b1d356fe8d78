/**
 * A trained classifier that abstains where it cannot say: {@link
 * org.intarsia.classifier.learning.diagnosis.DiagnosticClassifier}.
 */
@NullMarked
package org.intarsia.classifier.learning.diagnosis;

import org.jspecify.annotations.NullMarked;
