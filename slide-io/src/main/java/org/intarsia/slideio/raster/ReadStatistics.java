package org.intarsia.slideio.raster;

/**
 * What a reader has done so far.
 *
 * @param tileRequests how often a read wanted a tile
 * @param decodings how often a tile was decoded
 */
public record ReadStatistics(long tileRequests, long decodings) {}
