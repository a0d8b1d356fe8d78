package org.intarsia.pipeline.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
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
  private final List<SlideInput> slides;
  private final Map<Path, Long> sizes = new HashMap<>();
  private final Map<Path, String> fingerprints = new HashMap<>();
  private final Map<Path, String> digests = new HashMap<>();

  Duplicates(List<SlideInput> slides) {
    this.slides = List.copyOf(slides);
  }

  /** What is read of a file once. */
  private interface Look<T> {
    T at(Path file) throws IOException;
  }

  private static <T> T once(Map<Path, T> known, Path file, Look<T> look) throws IOException {
    T found = known.get(file);
    if (found == null) {
      found = look.at(file);
      known.put(file, found);
    }
    return found;
  }

  /**
   * The first of the slides that are before this one and equal to it. A slide that cannot be read
   * is equal to none.
   *
   * @param context of which all that changes results has to be the same for both
   * @param failed slides that cannot stand for another
   */
  Optional<SlideInput> original(
      SlideInput slide, BatchContext context, Collection<SlideInput> failed) {
    for (SlideInput before : slides.subList(0, Math.max(0, slides.indexOf(slide)))) {
      if (!failed.contains(before) && isSame(before, slide, context)) {
        return Optional.of(before);
      }
    }
    return Optional.empty();
  }

  private boolean isSame(SlideInput one, SlideInput two, BatchContext context) {
    try {
      return isEqual(one.file(), two.file())
          && SlidePlan.of(context, one).digest().equals(SlidePlan.of(context, two).digest());
    } catch (IOException e) {
      return false; // the slide's own work will say what is wrong with it
    }
  }

  private boolean isEqual(Path one, Path two) throws IOException {
    long size = once(sizes, two, Duplicates::size);
    return size > 0
        && size == once(sizes, one, Duplicates::size)
        && once(fingerprints, one, Digest::fingerprint)
            .equals(once(fingerprints, two, Digest::fingerprint))
        && once(digests, one, Digest::ofSlide).equals(once(digests, two, Digest::ofSlide));
  }

  /** Bytes of the files of a slide that can be looked at, else 0. */
  private static long size(Path slide) throws IOException {
    long bytes = 0;
    for (Path part : Files.exists(slide) ? WholeSlides.parts(slide) : List.<Path>of()) {
      bytes += Files.isRegularFile(part) ? Files.size(part) : 0;
    }
    return bytes;
  }
}
