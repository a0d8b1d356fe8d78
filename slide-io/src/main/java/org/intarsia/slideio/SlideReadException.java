package org.intarsia.slideio;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A slide cannot be opened or read; the message names the file, the place and what is wrong. */
public class SlideReadException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The whole slide is unusable. */
  public SlideReadException(String slide, String reason) {
    super(slide + ": " + reason);
  }

  /** The whole slide is unusable. */
  public SlideReadException(String slide, String reason, @Nullable Throwable cause) {
    super(slide + ": " + reason, cause);
  }

  /** The file's structure is broken at a byte. */
  public static SlideReadException at(String slide, long byteOffset, String reason) {
    return new SlideReadException(slide, reason + " (at byte " + byteOffset + ")");
  }

  /** Pixels of a region cannot be had. */
  public static SlideReadException in(
      String slide, int level, Region region, String reason, @Nullable Throwable cause) {
    return new SlideReadException(
        slide, "level " + level + ", region " + region + ": " + reason, cause);
  }
}
