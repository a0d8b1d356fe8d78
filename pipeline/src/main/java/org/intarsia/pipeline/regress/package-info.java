/**
 * The nightly regression: cases that are run again and held against what they gave before. Start
 * with {@link org.intarsia.pipeline.regress.Suite} and {@link
 * org.intarsia.pipeline.regress.Regression}.
 */
@NullMarked
package org.intarsia.pipeline.regress;

import org.jspecify.annotations.NullMarked;
