package org.intarsia.slideio;

import java.io.Serial;

/**
 * A slide is not damaged, but of a kind that this reader does not read; another reader may.
 *
 * <p>{@link SlideReaders#open} then asks the next provider that accepts the file.
 */
public final class UnsupportedSlideException extends SlideReadException {
  @Serial private static final long serialVersionUID = 1L;

  /** A kind that is refused by its name. */
  public UnsupportedSlideException(String slide, String kind) {
    super(slide, "not supported: " + kind);
  }
}
