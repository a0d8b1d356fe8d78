package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.io.Serial;

/** The output folder cannot be written any more: no later slide could be saved either. */
public final class OutputLostException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  OutputLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
