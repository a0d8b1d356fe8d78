package org.intarsia.slideio.codec;

import java.io.IOException;
import java.io.Serial;

/** A compressed block is damaged or of a kind that the codec does not read. */
public final class CodecException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The message says what is wrong with the block, without naming the block. */
  public CodecException(String reason) {
    super(reason);
  }

  /** Wraps the decoder's own complaint. */
  public CodecException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
