package org.intarsia.pipeline.batch;

import java.util.List;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.Segmenter;

/**
 * What the slides of a batch share.
 *
 * @param plan what is done
 * @param planDigest digest of all that changes results
 * @param model the loaded model
 * @param sessions an open segmenter for each worker
 * @param output where results go
 * @param settled which slides need no work
 */
record BatchContext(
    PipelinePlan plan,
    String planDigest,
    SegmentationModel model,
    List<Segmenter> sessions,
    OutputFolder output,
    SettledSlides settled) {}
