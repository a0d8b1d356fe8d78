/**
 * The features of published systems, from a slide and its mask: start with {@link
 * org.intarsia.pipeline.published.RegionFeatures}.
 */
@NullMarked
package org.intarsia.pipeline.published;

import org.jspecify.annotations.NullMarked;
