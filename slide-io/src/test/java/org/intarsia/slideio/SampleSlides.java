package org.intarsia.slideio;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds real slides in a folder {@code shared/samples} beside or above the project. */
public final class SampleSlides {
  private SampleSlides() {}

  /** The sample; the calling test is skipped where it is missing. */
  public static Path find(String relative) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path sample = at.resolve("shared/samples").resolve(relative);
      if (Files.isRegularFile(sample)) {
        return sample;
      }
    }
    Assumptions.abort("no sample " + relative);
    throw new IllegalStateException("not reached");
  }
}
