/**
 * Drawing and encoding of overlays; the only package of this module that sees {@code java.awt} and
 * {@code javax.imageio}. For {@link org.intarsia.stitcher.Overlay} alone.
 */
@NullMarked
package org.intarsia.stitcher.overlay;

import org.jspecify.annotations.NullMarked;
