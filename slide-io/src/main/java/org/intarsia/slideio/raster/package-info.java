/**
 * What readers of tiled files share: positional reads of a file, the cache of decoded tiles, and
 * copying rows of pixels between arrays and buffers.
 */
@NullMarked
package org.intarsia.slideio.raster;

import org.jspecify.annotations.NullMarked;
