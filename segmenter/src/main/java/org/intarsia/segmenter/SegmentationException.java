package org.intarsia.segmenter;

import java.io.IOException;
import java.io.Serial;

/** A model or its card cannot be used; the message names the file, what is wrong and the mend. */
public class SegmentationException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** With the whole story in the message. */
  public SegmentationException(String message) {
    super(message);
  }

  /** With what the engine or the file system said. */
  public SegmentationException(String message, Throwable cause) {
    super(message, cause);
  }
}
