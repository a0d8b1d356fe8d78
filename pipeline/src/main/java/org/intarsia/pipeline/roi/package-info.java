/**
 * Regions of interest of a slide: start with {@link org.intarsia.pipeline.roi.RoiSource}, which
 * says where they come from, and {@link org.intarsia.pipeline.roi.RoiCounters}, which counts what
 * lies in them.
 */
@NullMarked
package org.intarsia.pipeline.roi;

import org.jspecify.annotations.NullMarked;
