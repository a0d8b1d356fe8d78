/**
 * From the labels of tiles to one seamless mask: start with {@link
 * org.intarsia.stitcher.MaskStitcher} and {@link org.intarsia.stitcher.MaskSink}.
 *
 * <p>All coordinates are pixels of the level that the mask covers, unless a name says otherwise. A
 * label is an unsigned byte: the index of a class.
 */
@NullMarked
package org.intarsia.stitcher;

import org.jspecify.annotations.NullMarked;
