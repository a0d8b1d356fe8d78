/**
 * Areas that people drew on slides: start with {@link org.intarsia.tiler.annotation.Annotations}
 * and {@link org.intarsia.tiler.annotation.PolygonRaster}.
 *
 * <p>This package is for other modules too. It is the only one that sees JTS: others hand an {@link
 * org.intarsia.tiler.annotation.Annotation} to {@link
 * org.intarsia.tiler.annotation.PolygonRaster#of(Annotation)} and need no geometry. Coordinates are
 * pixels of level 0, with the top left corner of the first pixel at (0, 0).
 */
@NullMarked
package org.intarsia.tiler.annotation;

import org.jspecify.annotations.NullMarked;
