package org.intarsia.pipeline.cli;

import java.util.Optional;
import org.intarsia.pipeline.PipelinePlan;
import org.intarsia.slideio.ReadOptions.DeepSamples;
import org.intarsia.slideio.SlideReaders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how slides are read. */
final class ReaderOptions {
  @Option(
      names = "--reader",
      paramLabel = "NAME",
      description =
          "Open slides with this reader only; 'doctor' lists those that are installed. Default: the"
              + " first that can.")
  private @Nullable String reader;

  @Option(
      names = "--scale-16-bit",
      description =
          "Read samples of 9 to 16 bits too, scaled to 8. Default: such slides are refused.")
  private boolean scaleDeepSamples;

  /**
   * What was asked for.
   *
   * @throws IllegalArgumentException if the reader is not installed; names those that are
   */
  PipelinePlan.Reading reading() {
    if (reader != null) {
      SlideReaders.checkInstalled(reader);
    }
    return new PipelinePlan.Reading(
        Optional.ofNullable(reader), scaleDeepSamples ? DeepSamples.SCALE : DeepSamples.REFUSE);
  }
}
