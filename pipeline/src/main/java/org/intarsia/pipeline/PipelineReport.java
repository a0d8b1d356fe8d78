package org.intarsia.pipeline;

/**
 * What a run did, in tiles and in thread-seconds by stage.
 *
 * @param segmented tiles that the network saw
 * @param skipped tiles given the background class without being read
 * @param failed tiles given the background class because they could not be read
 * @param readSeconds summed over reader threads: decoding, resampling, mirroring
 * @param segmentSeconds summed over workers: the network and what surrounds it
 * @param stitchSeconds summed over workers: scattering, and emitting bands to the sinks
 * @param wallSeconds from start to end
 */
public record PipelineReport(
    long segmented,
    long skipped,
    long failed,
    double readSeconds,
    double segmentSeconds,
    double stitchSeconds,
    double wallSeconds) {}
