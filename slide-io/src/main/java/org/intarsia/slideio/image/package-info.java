/**
 * Ordinary image files as slides of one level: start with {@link
 * org.intarsia.slideio.image.ImageSlideProvider}.
 */
@NullMarked
package org.intarsia.slideio.image;

import org.jspecify.annotations.NullMarked;
