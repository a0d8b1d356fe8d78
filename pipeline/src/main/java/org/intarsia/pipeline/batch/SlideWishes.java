package org.intarsia.pipeline.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.intarsia.pipeline.roi.RoiSource;

/**
 * What is asked for one slide beside the plan that all slides share.
 *
 * @param rois where its regions of interest come from; empty for the whole slide
 * @param micronsPerPixel of its level 0, in place of what the plan or the slide says
 * @param label what is to be learned of it
 * @param owner name of its case
 * @param model archive of the model to use, in place of that of the run
 * @param patienceSeconds how long to wait for a file that is still being written
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SlideWishes(
    List<RoiSource> rois,
    OptionalDouble micronsPerPixel,
    Optional<String> label,
    Optional<String> owner,
    Optional<Path> model,
    long patienceSeconds) {
  /** How long a slide that is still being copied is waited for, if nothing else is said. */
  public static final long PATIENCE_SECONDS = 60;

  /** Copies the list. */
  public SlideWishes {
    rois = List.copyOf(rois);
  }

  /** Nothing beside the plan. */
  public static SlideWishes none() {
    return new SlideWishes(
        List.of(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PATIENCE_SECONDS);
  }

  /** These with another patience, in seconds. */
  public SlideWishes waiting(long seconds) {
    return new SlideWishes(rois, micronsPerPixel, label, owner, model, seconds);
  }

  /** These, with the ROIs of a source if there are none. */
  public SlideWishes orRoisOf(RoiSource source) {
    return rois.isEmpty()
        ? new SlideWishes(List.of(source), micronsPerPixel, label, owner, model, patienceSeconds)
        : this;
  }

  /**
   * These and those of another line of a list about the same slide.
   *
   * @throws IllegalArgumentException if they contradict; says in which column
   */
  SlideWishes plus(SlideWishes other) {
    if (rois.isEmpty() != other.rois.isEmpty()) {
      throw new IllegalArgumentException(
          "column roi: one line wants the whole slide, the other a part; give both an ROI");
    }
    List<RoiSource> all = new ArrayList<>(rois);
    other.rois.stream().filter(roi -> !rois.contains(roi)).forEach(all::add);
    if (micronsPerPixel.isPresent()
        && other.micronsPerPixel.isPresent()
        && !micronsPerPixel.equals(other.micronsPerPixel)) {
      throw new IllegalArgumentException(
          contradiction(
              "mpp",
              String.valueOf(micronsPerPixel.getAsDouble()),
              String.valueOf(other.micronsPerPixel.getAsDouble())));
    }
    return new SlideWishes(
        all,
        micronsPerPixel.isPresent() ? micronsPerPixel : other.micronsPerPixel,
        same("label", label, other.label),
        same("case", owner, other.owner),
        same("model", model, other.model),
        patienceSeconds);
  }

  private static <T> Optional<T> same(String column, Optional<T> one, Optional<T> two) {
    if (one.isPresent() && two.isPresent() && !one.equals(two)) {
      throw new IllegalArgumentException(
          contradiction(column, String.valueOf(one.get()), String.valueOf(two.get())));
    }
    return one.or(() -> two);
  }

  private static String contradiction(String column, String one, String two) {
    return "column %s: a slide has one, not '%s' and '%s'".formatted(column, one, two);
  }
}
