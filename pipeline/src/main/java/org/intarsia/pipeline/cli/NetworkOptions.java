package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.intarsia.pipeline.bench.BenchModels;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.SegmentationModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name the network of a benchmark. */
final class NetworkOptions {
  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "In place of --model: unet-2m, unet-0.5m (U-Nets of so many parameters with random"
              + " weights), one-by-one (a network that does next to nothing).")
  private @Nullable String network;

  @Option(
      names = "--storage",
      paramLabel = "float32|bfloat16",
      description = "Numbers of --network. Default: float32.")
  private ArchiveOptions.Storage storage = ArchiveOptions.Storage.FLOAT32;

  @Option(
      names = "--layout",
      paramLabel = "contiguous|channels_last",
      description = "Order of the numbers of --network. Default: channels_last.")
  private ArchiveOptions.Layout layout = ArchiveOptions.Layout.CHANNELS_LAST;

  @Mixin private ModelOptions modelOptions = new ModelOptions();

  /** The model; a network with random weights is written to a folder first. */
  SegmentationModel load(Path folder) throws IOException {
    return network == null
        ? modelOptions.load()
        : BenchModels.write(
            network,
            ArchiveOptions.inference().withStorage(storage).withLayout(layout),
            folder.resolve("models"));
  }
}
