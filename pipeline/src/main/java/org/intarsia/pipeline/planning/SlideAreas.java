package org.intarsia.pipeline.planning;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.slideio.ReadOptions;
import org.intarsia.slideio.SlideReader;
import org.intarsia.slideio.SlideReaders;
import org.intarsia.tiler.WorkingLevel;

/**
 * The area of slides at their working levels; opens no more of them than it takes to tell. Slides
 * that cannot be opened count nothing: that they fail is told when their turn comes.
 */
public final class SlideAreas implements Planner.Workload {
  private final Iterator<SlideInput> left;
  private final WorkingLevel.Wish wish;
  private final ReadOptions options;
  private double megapixels;

  /** The area of some slides. */
  public SlideAreas(List<SlideInput> slides, WorkingLevel.Wish wish, ReadOptions options) {
    this.left = slides.iterator();
    this.wish = wish;
    this.options = options;
  }

  @Override
  public boolean exceeds(double limit) {
    while (megapixels <= limit && left.hasNext()) {
      megapixels += megapixels(left.next());
    }
    return megapixels > limit;
  }

  private double megapixels(SlideInput slide) {
    try (SlideReader reader = SlideReaders.open(slide.file(), options)) {
      WorkingLevel level = WorkingLevel.choose(reader.metadata(), wish);
      return 1e-6 * level.width() * level.height();
    } catch (IOException | IllegalArgumentException e) {
      return 0;
    }
  }
}
