package org.intarsia.pipeline.batch;

import java.io.Serial;

/** The command cannot be carried out as it was given; the message says what to change. */
public final class UsageException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** A message that names the thing and the mend. */
  public UsageException(String message) {
    super(message);
  }

  /** A message that names the thing and the mend, and what brought it about. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
