package org.intarsia.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.intarsia.slideio.Region;

/**
 * Which images are learned from and which are looked at for validation: whole images, never
 * patches, so that nothing of a validation image is ever learned.
 *
 * <p>Images with the same content (size and a sample of pixels) stay on the same side.
 *
 * @param training at least one image
 * @param validation may be empty
 */
public record ImageSplit(List<LabelledImage> training, List<LabelledImage> validation) {
  private static final int SAMPLE = 64;

  /** Copies the lists. */
  public ImageSplit {
    training = List.copyOf(training);
    validation = List.copyOf(validation);
  }

  /**
   * Draws validation images.
   *
   * @param fraction of the images, rounded, but at least one where there are two contents; 0 for
   *     none
   * @param seed of the draw
   */
  public static ImageSplit draw(List<LabelledImage> images, double fraction, long seed)
      throws IOException {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the part for validation must be at least 0 and less than 1, not " + fraction);
    }
    Map<Integer, List<LabelledImage>> contents = new LinkedHashMap<>();
    for (LabelledImage image : images) {
      contents.computeIfAbsent(content(image), key -> new ArrayList<>()).add(image);
    }
    List<List<LabelledImage>> groups = new ArrayList<>(contents.values());
    SplittableRandom random = RandomNumbers.of(seed, -2);
    for (int i = groups.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      List<LabelledImage> moved = groups.get(i);
      groups.set(i, groups.get(other));
      groups.set(other, moved);
    }
    long wanted = fraction == 0 ? 0 : Math.max(1, Math.round(fraction * images.size()));
    List<LabelledImage> chosen = new ArrayList<>();
    int next = 0;
    while (chosen.size() < wanted && next < groups.size() - 1) {
      chosen.addAll(groups.get(next++));
    }
    List<LabelledImage> training = images.stream().filter(i -> !chosen.contains(i)).toList();
    List<LabelledImage> validation = images.stream().filter(chosen::contains).toList();
    return new ImageSplit(training, validation);
  }

  private static int content(LabelledImage image) throws IOException {
    int width = (int) Math.min(SAMPLE, image.width());
    int height = (int) Math.min(SAMPLE, image.height());
    int hash = Long.hashCode(image.width() * 31 + image.height());
    byte[] rgb = new byte[3 * width * height];
    long[] lefts = {0, (image.width() - width) / 2, image.width() - width};
    long[] tops = {0, (image.height() - height) / 2, image.height() - height};
    for (int i = 0; i < lefts.length; i++) {
      image.pixels(new Region(lefts[i], tops[i], width, height), rgb);
      hash = 31 * hash + Arrays.hashCode(rgb);
    }
    return hash;
  }
}
