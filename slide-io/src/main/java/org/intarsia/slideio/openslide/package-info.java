/**
 * Slides that the installed OpenSlide reads: start with {@link
 * org.intarsia.slideio.openslide.OpenSlideProvider}.
 */
@NullMarked
package org.intarsia.slideio.openslide;

import org.jspecify.annotations.NullMarked;
