package org.intarsia.pipeline.batch;

import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;

/**
 * What the slides of a batch share.
 *
 * @param plan what is done
 * @param planDigest digest of all that changes results
 * @param model the loaded model
 * @param sessions the open segmenters
 * @param output where results go
 * @param settled which slides need no work
 */
record BatchContext(
    PipelinePlan plan,
    String planDigest,
    SegmentationModel model,
    Sessions sessions,
    OutputFolder output,
    SettledSlides settled) {}
