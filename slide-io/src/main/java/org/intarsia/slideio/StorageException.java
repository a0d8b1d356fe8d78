package org.intarsia.slideio;

import java.io.IOException;
import java.io.Serial;

/**
 * The disk or network that holds a slide failed, not the slide: another try may succeed.
 *
 * <p>Thrown where the operating system reports an error of a read. A file that is missing, locked,
 * too short or malformed is none.
 */
public final class StorageException extends SlideReadException {
  @Serial private static final long serialVersionUID = 1L;

  /** A read that the operating system could not do. */
  public StorageException(String slide, IOException cause) {
    super(slide, "the storage failed: " + cause.getMessage(), cause);
  }

  /** Whether a failure comes from a storage that failed, however it was wrapped. */
  public static boolean isBehind(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof StorageException) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
