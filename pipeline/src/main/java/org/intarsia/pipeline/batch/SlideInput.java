package org.intarsia.pipeline.batch;

import java.nio.file.Path;

/**
 * A slide to work on.
 *
 * @param file where it is
 * @param name its name in the output: the file name without extension, unique and safe
 * @param wishes what is asked for it beside the plan
 */
public record SlideInput(Path file, String name, SlideWishes wishes) {
  /** A slide of which nothing is asked beside the plan. */
  public SlideInput(Path file, String name) {
    this(file, name, SlideWishes.none());
  }

  /** The same slide with other wishes. */
  public SlideInput with(SlideWishes other) {
    return new SlideInput(file, name, other);
  }
}
