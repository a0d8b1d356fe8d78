/**
 * From tables of features to compared classifiers and diagnoses: {@link
 * org.intarsia.pipeline.diagnose.FeatureFile} reads, {@link
 * org.intarsia.pipeline.diagnose.Comparison} tries classifiers, {@link
 * org.intarsia.pipeline.diagnose.ModelFile} keeps one.
 */
@NullMarked
package org.intarsia.pipeline.diagnose;

import org.jspecify.annotations.NullMarked;
