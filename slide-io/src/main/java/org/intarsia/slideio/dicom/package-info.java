/**
 * DICOM whole-slide images: start with {@link org.intarsia.slideio.dicom.DicomSlideProvider}.
 *
 * <p>{@code SlideFolder} finds the files of a slide, {@code DataSetParser} reads what describes
 * them, {@code FrameIndex} finds their frames and {@code FrameDecoder} decodes them.
 */
@NullMarked
package org.intarsia.slideio.dicom;

import org.jspecify.annotations.NullMarked;
