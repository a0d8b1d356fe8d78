package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.intarsia.pipeline.batch.SlideInput;
import org.intarsia.pipeline.batch.SlideWishes;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.roi.RoiFile;
import org.intarsia.pipeline.roi.RoiSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which parts of the slides are wanted, and how long to wait for them. */
final class RunInputOptions {
  private static final int LONGEST_WAIT = 7 * 24 * 3600;

  @Option(
      names = "--roi",
      paramLabel = "FILE|DIR",
      description =
          "Segment only tiles that touch a region of interest, and count each exactly: one line of"
              + " features.csv for each. GeoJSON (QuPath), XML (ASAP, Aperio ImageScope) in pixels"
              + " of level 0, or a mask (PNG, TIFF) that covers the slide, whose values above 0"
              + " are ROIs. A file is for all slides; a folder has NAME.geojson, NAME.xml or"
              + " NAME.png for each. Slides with an ROI in a CSV list keep theirs.")
  private @Nullable Path roi;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait for a slide that is still being written, until it has not changed for 2"
              + " seconds; then it fails. Default: 60.")
  private long wait = SlideWishes.PATIENCE_SECONDS;

  /**
   * Slides with what the options ask for.
   *
   * @param warnings told of what a file of ROIs has that is no area
   * @throws UsageException if the options make no sense, or a file for all slides has no ROI
   */
  List<SlideInput> apply(List<SlideInput> slides, Consumer<String> warnings) {
    if (wait < 0 || wait > LONGEST_WAIT) {
      throw new UsageException("--wait must be 0 to " + LONGEST_WAIT + " s, not " + wait);
    }
    List<SlideInput> waiting =
        slides.stream().map(slide -> slide.with(slide.wishes().waiting(wait))).toList();
    if (roi == null) {
      return waiting;
    }
    RoiSource source = source(roi, warnings);
    return waiting.stream().map(slide -> slide.with(slide.wishes().orRoisOf(source))).toList();
  }

  private static RoiSource source(Path roi, Consumer<String> warnings) {
    if (Files.isDirectory(roi)) {
      return new RoiSource.InFolder(roi);
    }
    if (!Files.exists(roi)) {
      throw new UsageException(roi + ": no such file or folder");
    }
    try {
      int skipped = RoiFile.read(roi).skipped();
      if (skipped > 0) {
        warnings.accept(roi + ": left out because they are no areas: " + skipped);
      }
      return new RoiSource.InFile(roi);
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
