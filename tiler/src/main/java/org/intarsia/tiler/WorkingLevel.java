package org.intarsia.tiler;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.intarsia.slideio.PyramidLevel;
import org.intarsia.slideio.SlideMetadata;
import org.intarsia.slideio.SlideReader;

/**
 * The resolution at which a slide is segmented: a level of its pyramid, as it is or resampled to
 * the pixel size that the model was trained at.
 *
 * <p>This is the only place where micrometres decide anything; from here on all is in integer
 * pixels of this working level.
 *
 * @param sourceLevel level of the slide that is read
 * @param width columns of the working level
 * @param height rows of the working level
 * @param micronsPerPixel pixel size of the working level, if it is known
 * @param resampled whether the working level differs from the source level
 * @param note what a user should know of this choice; empty if nothing
 */
public record WorkingLevel(
    int sourceLevel,
    long width,
    long height,
    OptionalDouble micronsPerPixel,
    boolean resampled,
    String note) {

  /** A level within this factor of the wanted pixel size is used as it is. */
  public static final double TOLERANCE = 1.05;

  /** A slide may be coarser than the model by this factor before it is refused. */
  public static final double LARGEST_ENLARGEMENT = 2.0;

  /**
   * What the user and the model ask for.
   *
   * @param modelMicronsPerPixel pixel size that the model wants, if its card says it
   * @param slideMicronsPerPixel pixel size of level 0 that overrides the slide's own
   * @param level a level to use as it is, whatever its pixel size
   */
  public record Wish(
      OptionalDouble modelMicronsPerPixel, OptionalDouble slideMicronsPerPixel, OptionalInt level) {
    /** Nothing but the model's pixel size. */
    public static Wish ofModel(OptionalDouble micronsPerPixel) {
      return new Wish(micronsPerPixel, OptionalDouble.empty(), OptionalInt.empty());
    }
  }

  /**
   * Chooses: the level asked for; else, with both pixel sizes known, the coarsest level that is
   * still fine enough, resampled by area where it differs by more than five per cent; else level 0.
   *
   * @throws IllegalArgumentException if the slide has no such level, or is more than {@link
   *     #LARGEST_ENLARGEMENT} times coarser than the model wants
   */
  public static WorkingLevel choose(SlideMetadata slide, Wish wish) {
    OptionalDouble base =
        wish.slideMicronsPerPixel().isPresent()
            ? wish.slideMicronsPerPixel()
            : slide.micronsPerPixel();
    if (wish.level().isPresent()) {
      PyramidLevel level = slide.level(wish.level().getAsInt());
      return asItIs(level, micronsPerPixel(slide, level, base), "");
    }
    PyramidLevel finest = slide.level(0);
    if (wish.modelMicronsPerPixel().isEmpty()) {
      return asItIs(finest, base, "");
    }
    double wanted = wish.modelMicronsPerPixel().getAsDouble();
    if (base.isEmpty()) {
      return asItIs(
          finest,
          base,
          "the slide does not say its micrometres per pixel: level 0 is taken as the model's "
              + wanted
              + " um/px (--mpp sets it)");
    }
    PyramidLevel chosen = finest;
    for (PyramidLevel level : slide.levels()) {
      if (micronsPerPixel(slide, level, base).orElseThrow() <= wanted * TOLERANCE) {
        chosen = level;
      }
    }
    double actual = micronsPerPixel(slide, chosen, base).orElseThrow();
    if (actual <= wanted * TOLERANCE && wanted <= actual * TOLERANCE) {
      return asItIs(chosen, OptionalDouble.of(actual), "");
    }
    if (actual > wanted * LARGEST_ENLARGEMENT) {
      throw new IllegalArgumentException(
          "%s has %s um/px, more than %s times coarser than the model's %s um/px; --level 0 uses it all the same"
              .formatted(slide.name(), actual, LARGEST_ENLARGEMENT, wanted));
    }
    long width = Math.max(1, Math.round(chosen.width() * actual / wanted));
    long height = Math.max(1, Math.round(chosen.height() * actual / wanted));
    String note =
        actual > wanted
            ? "enlarged from " + actual + " to " + wanted + " um/px: the slide is coarser"
            : "";
    return new WorkingLevel(chosen.index(), width, height, OptionalDouble.of(wanted), true, note);
  }

  private static WorkingLevel asItIs(PyramidLevel level, OptionalDouble mpp, String note) {
    return new WorkingLevel(level.index(), level.width(), level.height(), mpp, false, note);
  }

  private static OptionalDouble micronsPerPixel(
      SlideMetadata slide, PyramidLevel level, OptionalDouble base) {
    return base.isEmpty()
        ? base
        : OptionalDouble.of(base.getAsDouble() * slide.level(0).width() / level.width());
  }

  /** A view of the slide whose only level is this one; closing it closes the slide. */
  public SlideReader view(SlideReader slide) {
    return LevelView.of(slide, this);
  }
}
