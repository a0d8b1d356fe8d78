package org.intarsia.training;

import java.io.Closeable;
import java.io.IOException;
import org.intarsia.slideio.Region;

/** Labels of a picture, read piece by piece; thread-safe. */
interface LabelSource extends Closeable {
  /** Columns of the labels, which may be fewer or more than the picture's. */
  long width();

  /** Rows of the labels. */
  long height();

  /**
   * Reads labels.
   *
   * @param region inside the labels
   * @param labels receives a byte a pixel, row by row
   * @throws IOException naming file and place, if a pixel is no label
   */
  void read(Region region, byte[] labels) throws IOException;
}
