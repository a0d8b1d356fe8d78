/**
 * Slides in TIFF and BigTIFF files: start with {@link org.intarsia.slideio.tiff.TiffSlideProvider}.
 */
@NullMarked
package org.intarsia.slideio.tiff;

import org.jspecify.annotations.NullMarked;
