package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.codec.CodecSet;
import org.intarsia.slideio.raster.SharedFile;

/**
 * What an image of a slide is opened with.
 *
 * @param file the slide
 * @param codecs its decoders
 * @param deepSamples what to do with samples of more than 8 bits
 */
record ImageOpener(SharedFile file, CodecSet codecs, DeepSamples deepSamples) {
  /** The image of a directory as TIFF defines it. */
  PageImage page(TiffDirectory page) throws IOException {
    return PageImage.open(file, page, codecs, deepSamples);
  }
}
