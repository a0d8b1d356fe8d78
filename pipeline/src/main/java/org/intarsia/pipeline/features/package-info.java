/**
 * Features of masks that are there already: start with {@link
 * org.intarsia.pipeline.features.FeatureExtraction}.
 */
@NullMarked
package org.intarsia.pipeline.features;

import org.jspecify.annotations.NullMarked;
