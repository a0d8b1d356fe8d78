/** Charts as images; the only package of this module that draws. */
@NullMarked
package org.intarsia.pipeline.charts;

import org.jspecify.annotations.NullMarked;
