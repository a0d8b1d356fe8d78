/**
 * Tiles, halos and batches: the vocabulary between reading and stitching. Start with {@link
 * org.intarsia.tiler.TileGrid} and {@link org.intarsia.tiler.TileBatchPool}.
 *
 * <p>All coordinates are pixels of one pyramid level.
 */
@NullMarked
package org.intarsia.tiler;

import org.jspecify.annotations.NullMarked;
