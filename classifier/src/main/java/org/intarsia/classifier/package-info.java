/**
 * From counted labels to tissue distributions: start with {@link
 * org.intarsia.classifier.TissueHistogram} and {@link org.intarsia.classifier.DiagnosisFeatures}.
 * From the masks themselves: {@link org.intarsia.classifier.masks.MaskFeatures}. Masks against
 * truth: {@link org.intarsia.classifier.Confusion}.
 *
 * <p>Nothing here knows slides, tiles or files: labels come in as bytes, counts as 64-bit numbers.
 */
@NullMarked
package org.intarsia.classifier;

import org.jspecify.annotations.NullMarked;
