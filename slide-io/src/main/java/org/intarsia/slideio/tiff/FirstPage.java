package org.intarsia.slideio.tiff;

import java.io.IOException;
import org.intarsia.tiff.TiffTag;

/**
 * What tells the kinds of TIFF apart, read once.
 *
 * @param directory the first of the file
 * @param description its description, empty if it has none
 * @param software what wrote it, empty if it does not say
 */
record FirstPage(TiffDirectory directory, String description, String software) {
  static FirstPage of(TiffDirectory directory) throws IOException {
    return new FirstPage(
        directory,
        directory.text(TiffTag.IMAGE_DESCRIPTION).orElse(""),
        directory.text(TiffTag.SOFTWARE).orElse(""));
  }
}
