/**
 * The structure of TIFF and BigTIFF files, written as a stream: start with {@link
 * org.intarsia.tiff.TiffWriter}. Pixels are opaque bytes here; compression is the caller's.
 */
@NullMarked
package org.intarsia.tiff;

import org.jspecify.annotations.NullMarked;
