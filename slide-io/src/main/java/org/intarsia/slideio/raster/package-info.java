/** Copying rows of pixels between arrays and buffers. */
@NullMarked
package org.intarsia.slideio.raster;

import org.jspecify.annotations.NullMarked;
