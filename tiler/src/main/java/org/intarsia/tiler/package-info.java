/**
 * Tiles, halos and batches: the vocabulary between reading and stitching. Start with {@link
 * org.intarsia.tiler.TileGrid} and {@link org.intarsia.tiler.TileBatchPool}. Masks come in as
 * labels through {@link org.intarsia.tiler.LabelMask} and {@link org.intarsia.tiler.LabelKey}.
 *
 * <p>All coordinates are pixels of one pyramid level.
 */
@NullMarked
package org.intarsia.tiler;

import org.jspecify.annotations.NullMarked;
