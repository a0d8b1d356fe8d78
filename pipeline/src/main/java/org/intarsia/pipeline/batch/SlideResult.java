package org.intarsia.pipeline.batch;

import org.intarsia.pipeline.Stage;

/** How a slide ended. */
public sealed interface SlideResult {
  /** The slide it was. */
  SlideInput slide();

  /**
   * Everything of the slide is in the output folder.
   *
   * @param slide the slide
   * @param record what its {@code slide.json} says
   * @param reused whether an earlier run of the same plan, or another process, has made them
   */
  record Done(SlideInput slide, SlideRecord record, Reused reused) implements SlideResult {}

  /** Where results come from. */
  enum Reused {
    NEW,
    EARLIER_RUN,
    OTHER_PROCESS
  }

  /**
   * The slide has the content of another one, which stands for both.
   *
   * @param slide the slide
   * @param original the one that was worked on
   */
  record Duplicate(SlideInput slide, SlideInput original) implements SlideResult {}

  /**
   * The slide has no results of this plan.
   *
   * @param slide the slide
   * @param stage where it failed
   * @param error the kind of failure
   * @param message what is wrong, naming the place
   */
  record Failed(SlideInput slide, Stage stage, String error, String message)
      implements SlideResult {}
}
