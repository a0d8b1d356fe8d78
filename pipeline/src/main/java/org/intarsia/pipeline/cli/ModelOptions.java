package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.intarsia.segmenter.SegmentationModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a model. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "TorchScript archive. Default: the model that comes with Intarsia.")
  private @Nullable Path model;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "The model's card. Default: MODEL.json beside the archive, or inside it.")
  private @Nullable Path card;

  SegmentationModel load() throws IOException {
    return model == null
        ? SegmentationModel.embedded()
        : SegmentationModel.load(model, Optional.ofNullable(card));
  }

  /** The archive that was named. */
  Optional<Path> archive() {
    return Optional.ofNullable(model);
  }

  /** The card that was named. */
  Optional<Path> cardFile() {
    return Optional.ofNullable(card);
  }
}
