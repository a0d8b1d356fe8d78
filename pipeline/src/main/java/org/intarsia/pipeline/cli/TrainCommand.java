package org.intarsia.pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.intarsia.pipeline.batch.UsageException;
import org.intarsia.pipeline.learning.TrainingJob;
import org.intarsia.pipeline.learning.TrainingSettings;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Networks;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.tiler.LabelKey;
import org.intarsia.training.LabelledFolder;
import org.intarsia.training.ModelExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code intarsia train}: networks from pictures and masks. */
@Command(
    name = "train",
    description = {
      "Train a network on pictures (or slides) and their masks of the same names, and write a"
          + " TorchScript model with its card.",
      "Labels are the masks' grey values, or colours that --classes explains, or areas with"
          + " classes in GeoJSON as QuPath exports it."
    },
    footer = {
      "",
      "Beside the model: its card, NAME-bfloat16.pt for processors that compute in bfloat16, and"
          + " NAME.training with metrics.csv, curves.png, split.csv and checkpoint.zip.",
      "A training that was stopped goes on when the same command is given again, and ends with the"
          + " same weights. To fine-tune, give a checkpoint with --start."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--images", required = true, paramLabel = "DIR", description = "Pictures.")
  private Path images = Path.of("");

  @Option(names = "--masks", required = true, paramLabel = "DIR", description = "Their masks.")
  private Path masks = Path.of("");

  @Option(
      names = "--classes",
      paramLabel = "FILE",
      description =
          "Table label,name,color[,value] of the classes. Default: what the masks say of"
              + " themselves, or their grey values.")
  private @Nullable Path classes;

  /** What pixels in no area are. */
  enum Unannotated {
    /** The background class. */
    BACKGROUND,
    /** Nothing: they do not count. */
    IGNORED
  }

  @Option(
      names = "--unannotated",
      paramLabel = "background|ignored",
      description =
          "What pixels are that lie in no area of a GeoJSON mask. Default: background; ignored"
              + " where the mask has areas of QuPath's class Region*, which then bound the"
              + " background.")
  private Unannotated unannotated = Unannotated.BACKGROUND;

  @Option(
      names = "--validation-images",
      paramLabel = "DIR",
      description = "Pictures to validate on. Default: a part of the others.")
  private @Nullable Path validationImages;

  @Option(names = "--validation-masks", paramLabel = "DIR", description = "Their masks.")
  private @Nullable Path validationMasks;

  @Option(
      names = "--validation-part",
      paramLabel = "PART",
      description = "Part of the pictures to validate on, 0 for none. Default: 0.1.")
  private double validationPart = 0.1;

  @Option(
      names = "--mpp",
      paramLabel = "UM",
      description = "Micrometres per pixel of level 0, in place of what the files say.")
  private @Nullable Double micronsPerPixel;

  @Option(
      names = "--at-mpp",
      paramLabel = "UM",
      description = "Resolution to learn at. Default: that of level 0.")
  private @Nullable Double atMicronsPerPixel;

  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description = "Network, one of: ${COMPLETION-CANDIDATES}.",
      completionCandidates = NetworkNames.class)
  private String network = "";

  @Option(
      names = "--width",
      paramLabel = "FACTOR",
      description = "Factor of all channels; 1 is the published network. Default: 0.25.")
  private double width = 0.25;

  @Option(names = "--levels", paramLabel = "N", description = "Resolutions of a U-Net. Default: 5.")
  private @Nullable Integer levels;

  @Option(
      names = "--start",
      paramLabel = "FILE",
      description = "checkpoint.zip of an earlier training to fine-tune.")
  private @Nullable Path start;

  @Option(names = "--output", required = true, paramLabel = "FILE", description = "The model.")
  private Path output = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Name of the model in its card. Default: that of the file.")
  private @Nullable String name;

  @Option(
      names = "--license",
      paramLabel = "TEXT",
      description = "Terms of the weights in the card. Default: unstated.")
  private String license = "unstated";

  @Option(names = "--device", paramLabel = "cpu|cuda:N", description = "Default: cpu.")
  private String device = "cpu";

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute. Results depend on their number by rounding. Default: 1.")
  private int threads = 1;

  @Option(names = "--loaders", paramLabel = "N", description = "Threads for patches. Default: 1.")
  private int loaders = 1;

  @Option(names = "--seed", paramLabel = "S", description = "Of all that is random. Default: 1.")
  private long seed = 1;

  @Option(names = "--restart", description = "Forget an earlier checkpoint.")
  private boolean restart;

  @Mixin private RecipeOptions recipe = new RecipeOptions();

  /** Names for the help text. */
  static final class NetworkNames extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    NetworkNames() {
      super(Networks.descriptions().keySet());
    }
  }

  @Override
  public Integer call() throws Exception {
    TrainingProgress progress = new TrainingProgress(spec.commandLine().getErr());
    try {
      if (restart) {
        Files.deleteIfExists(TrainingJob.checkpoint(output));
      }
      Path folder = output.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      ModelCard card = TrainingJob.execute(settings(), output, commandLine(), progress);
      TrainingSummary.print(card, output, spec.commandLine().getOut());
      return ExitCode.DONE;
    } catch (InterruptedException e) {
      spec.commandLine()
          .getErr()
          .println("intarsia: interrupted; give the same command again to go on");
      return ExitCode.INTERRUPTED;
    } catch (IOException e) {
      throw new UsageException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private TrainingSettings settings() throws IOException {
    if ((validationImages == null) != (validationMasks == null)) {
      throw new UsageException("--validation-images and --validation-masks go together");
    }
    Optional<LabelKey> key =
        classes == null ? Optional.empty() : Optional.of(LabelKey.read(classes));
    Optional<LabelledFolder.Place> validation =
        validationImages == null || validationMasks == null
            ? Optional.empty()
            : Optional.of(place(validationImages, validationMasks, key));
    return new TrainingSettings(
        new TrainingSettings.Data(place(images, masks, key), validation, validationPart),
        new TrainingSettings.Model(
            network,
            width,
            levels == null ? OptionalInt.empty() : OptionalInt.of(levels),
            Optional.ofNullable(start),
            new TrainingSettings.Title(name == null ? ModelExport.stem(output) : name, license)),
        recipe.sampling(),
        recipe.fitting(),
        new TrainingSession.Place(device, threads),
        loaders,
        seed);
  }

  private LabelledFolder.Place place(Path pictures, Path theirMasks, Optional<LabelKey> key) {
    return new LabelledFolder.Place(
        pictures,
        theirMasks,
        key,
        new LabelledFolder.Unannotated(
            recipe.sampling().background(), unannotated == Unannotated.BACKGROUND),
        optional(atMicronsPerPixel),
        optional(micronsPerPixel));
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private String commandLine() {
    List<String> words = new ArrayList<>(List.of("intarsia"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return String.join(" ", words);
  }
}
