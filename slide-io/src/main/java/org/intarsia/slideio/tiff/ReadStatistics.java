package org.intarsia.slideio.tiff;

/**
 * What a reader has done so far.
 *
 * @param tileRequests how often a read wanted a tile
 * @param decodings how often a tile was decoded
 */
record ReadStatistics(long tileRequests, long decodings) {}
