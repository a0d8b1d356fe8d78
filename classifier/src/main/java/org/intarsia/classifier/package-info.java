/**
 * From counted labels to tissue distributions: start with {@link
 * org.intarsia.classifier.TissueHistogram} and {@link org.intarsia.classifier.DiagnosisFeatures}.
 * Masks against truth: {@link org.intarsia.classifier.Confusion}.
 *
 * <p>Nothing here knows slides, tiles or masks: labels come in as bytes, counts as 64-bit numbers.
 */
@NullMarked
package org.intarsia.classifier;

import org.jspecify.annotations.NullMarked;
