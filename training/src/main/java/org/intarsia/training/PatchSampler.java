package org.intarsia.training;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.slideio.Region;

/**
 * Training patches from labelled images.
 *
 * <p>A part of the patches is balanced: each lies around a pixel of a class that is drawn evenly
 * from those that occur, so that rare tissues such as necrosis are seen. The others lie anywhere on
 * a grid, images in proportion to their area, where there is enough tissue; where only some pixels
 * have labels, no patch is without any. Patches are then augmented and their pixels weighted.
 * Thread-safe.
 */
public final class PatchSampler implements PatchSource {
  private static final int TRIES = 16;

  /**
   * How patches are chosen and varied.
   *
   * @param seed of everything that is random
   * @param stride grid of the positions of the patches that are not balanced; 1 for anywhere
   * @param balanced part of the patches that are balanced, 0 to 1
   * @param minimumTissue part of a patch that is not background, for the others; best effort, after
   *     16 draws the last is taken
   * @param augmentation how patches are varied
   */
  public record Settings(
      long seed, int stride, double balanced, double minimumTissue, Augmentation augmentation) {
    /** Checks the ranges. */
    public Settings {
      if (stride < 1
          || !(balanced >= 0 && balanced <= 1)
          || !(minimumTissue >= 0 && minimumTissue <= 1)) {
        throw new IllegalArgumentException(
            "a stride of at least 1 px, and parts of 0 to 1 for balance and tissue are needed, not"
                + " %d, %s and %s".formatted(stride, balanced, minimumTissue));
      }
    }
  }

  private final LabelSurvey survey;
  private final Settings settings;
  private final LossWeights weights;
  private final long[] areas;
  private final int[] present;
  private final boolean sparse;

  private PatchSampler(LabelSurvey survey, Settings settings, LossWeights weights) {
    this.survey = survey;
    this.settings = settings;
    this.weights = weights;
    this.areas = new long[survey.images().size()];
    long sum = 0;
    for (int i = 0; i < areas.length; i++) {
      sum += survey.images().get(i).width() * survey.images().get(i).height();
      areas[i] = sum;
    }
    long[] pixels = survey.pixels();
    this.present = IntStream.range(0, pixels.length).filter(c -> pixels[c] > 0).toArray();
    this.sparse = LongStream.of(pixels).sum() < survey.area();
  }

  /**
   * Patches of the images of a survey.
   *
   * @throws IllegalArgumentException if no pixel has a label
   */
  public static PatchSampler of(LabelSurvey survey, Settings settings, LossWeights weights) {
    PatchSampler sampler = new PatchSampler(survey, settings, weights);
    if (sampler.present.length == 0) {
      throw new IllegalArgumentException("the masks have no labelled pixel to learn from");
    }
    return sampler;
  }

  private record Spot(LabelledImage image, long left, long top) {}

  @Override
  public void fill(long number, LabelledPatch patch) throws IOException {
    SplittableRandom random = RandomNumbers.of(settings.seed(), number);
    Spot spot =
        random.nextDouble() < settings.balanced()
            ? balanced(patch, random)
            : anywhere(patch, random);
    PatchMap map =
        PatchMap.draw(
            settings.augmentation().movement(),
            PatchMap.Centre.ofPatchAt(spot.left(), spot.top(), patch.side()),
            patch.side(),
            random);
    Resampling.fill(spot.image(), map, patch);
    if (!settings.augmentation().colours().equals(Augmentation.Colours.NONE)) {
      ColourChange.draw(settings.augmentation().colours(), random).apply(patch.rgb());
    }
    weights.fill(patch);
  }

  /** Anywhere such that the place lies in the labelled centre. */
  private Spot balanced(LabelledPatch patch, SplittableRandom random) {
    List<LabelSurvey.Place> places = survey.places(present[random.nextInt(present.length)]);
    LabelSurvey.Place place = places.get(random.nextInt(places.size()));
    long left = place.x() - patch.margin() - random.nextInt(patch.outputSide());
    long top = place.y() - patch.margin() - random.nextInt(patch.outputSide());
    LabelledImage image = survey.images().get(place.image());
    return new Spot(image, inside(left, image.width(), patch), inside(top, image.height(), patch));
  }

  /** Moves a patch so that its labelled centre does not hang over a border, where it fits in. */
  private static long inside(long start, long length, LabelledPatch patch) {
    long least = -patch.margin();
    long most = length - patch.outputSide() - patch.margin();
    return most < least ? (least + most) / 2 : Math.max(least, Math.min(most, start));
  }

  private Spot anywhere(LabelledPatch patch, SplittableRandom random) throws IOException {
    byte[] labels = new byte[patch.labels().length];
    Spot spot = draw(patch, random);
    for (int i = 1; i < TRIES && (settings.minimumTissue() > 0 || sparse); i++) {
      Region centre =
          new Region(
              spot.left() + patch.margin(),
              spot.top() + patch.margin(),
              patch.outputSide(),
              patch.outputSide());
      spot.image().labels(centre, labels);
      int tissue = 0;
      int counted = 0;
      for (byte label : labels) {
        tissue += label == (byte) weights.background() || label == -1 ? 0 : 1;
        counted += label == -1 ? 0 : 1;
      }
      if (counted > 0 && tissue >= settings.minimumTissue() * labels.length) {
        return spot;
      }
      spot = draw(patch, random);
    }
    return sparse ? balanced(patch, random) : spot;
  }

  private Spot draw(LabelledPatch patch, SplittableRandom random) {
    long target = random.nextLong(areas[areas.length - 1]);
    int index = 0;
    while (areas[index] <= target) {
      index++;
    }
    LabelledImage image = survey.images().get(index);
    return new Spot(
        image, position(image.width(), patch, random), position(image.height(), patch, random));
  }

  private long position(long length, LabelledPatch patch, SplittableRandom random) {
    long steps = Math.max(0, (length - patch.outputSide()) / settings.stride());
    long start = settings.stride() * random.nextLong(steps + 1) - patch.margin();
    return inside(start, length, patch);
  }
}
