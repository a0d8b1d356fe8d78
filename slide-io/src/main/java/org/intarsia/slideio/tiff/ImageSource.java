package org.intarsia.slideio.tiff;

import java.io.IOException;

/** An image of a slide that has been found and not been looked at yet. */
@FunctionalInterface
interface ImageSource {
  /** Checks the image and reads its table of blocks, no pixels. */
  LevelImage open(ImageOpener opener) throws IOException;

  /** The image of a directory as TIFF defines it. */
  static ImageSource page(TiffDirectory page) {
    return opener -> GridLevel.of(opener.page(page));
  }
}
