/**
 * Reading whole-slide images: start with {@link org.intarsia.slideio.SlideReaders#open} and {@link
 * org.intarsia.slideio.SlideReader}.
 *
 * <p>Coordinates are pixels of one pyramid level, origin at its top left corner, x to the right, y
 * down. Level 0 is the finest.
 */
@NullMarked
package org.intarsia.slideio;

import org.jspecify.annotations.NullMarked;
