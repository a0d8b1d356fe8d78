package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Notices slides of equal content for which the same is asked.
 *
 * <p>Files of equal size are compared by their fingerprints, and those of equal fingerprints by
 * their whole content, so that a batch without such files costs a look at each size. Empty files
 * are nobody's duplicates. Not thread-safe.
 */
final class Duplicates {
  private record Known(long size, Path file) {}

  private final List<SlideInput> slides;
  private final Map<Known, String> fingerprints = new HashMap<>();
  private final Map<Known, String> digests = new HashMap<>();

  Duplicates(List<SlideInput> slides) {
    this.slides = List.copyOf(slides);
  }

  /**
   * The first of the slides that are before this one and equal to it. A slide that cannot be read
   * is equal to none.
   *
   * @param context of which all that changes results has to be the same for both
   * @param candidates what may stand for another: not one that has failed
   */
  Optional<SlideInput> original(
      SlideInput slide, BatchContext context, List<SlideInput> candidates) {
    try {
      long size = size(slide);
      for (SlideInput before : slides.subList(0, Math.max(0, slides.indexOf(slide)))) {
        if (size > 0
            && candidates.contains(before)
            && isEqual(new Known(size, before.file()), new Known(size, slide.file()))
            && SlidePlan.of(context, before)
                .digest()
                .equals(SlidePlan.of(context, slide).digest())) {
          return Optional.of(before);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // its own work will say what is wrong with it
    }
  }

  private static long size(SlideInput slide) throws IOException {
    return Files.isRegularFile(slide.file()) ? Files.size(slide.file()) : 0;
  }

  private boolean isEqual(Known one, Known two) throws IOException {
    return Files.isRegularFile(one.file())
        && Files.size(one.file()) == two.size()
        && fingerprint(one).equals(fingerprint(two))
        && digest(one).equals(digest(two));
  }

  private String fingerprint(Known known) throws IOException {
    String found = fingerprints.get(known);
    if (found == null) {
      found = Digest.fingerprint(known.file());
      fingerprints.put(known, found);
    }
    return found;
  }

  private String digest(Known known) throws IOException {
    String found = digests.get(known);
    if (found == null) {
      found = Digest.of(known.file());
      digests.put(known, found);
    }
    return found;
  }
}
