/**
 * Networks, model cards and segmentation. Start with {@link
 * org.intarsia.segmenter.SegmentationModel}, which loads a TorchScript archive, and {@link
 * org.intarsia.segmenter.UNet}, which defines one.
 *
 * <p>Only the sub-package {@code djl} knows the deep-learning library.
 */
@NullMarked
package org.intarsia.segmenter;

import org.jspecify.annotations.NullMarked;
