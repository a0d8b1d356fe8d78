package org.intarsia.pipeline.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.intarsia.pipeline.batch.Digest;
import org.intarsia.segmenter.ArchiveCheck;
import org.intarsia.segmenter.LabelledPatch;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Networks;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.segmenter.TrainingSession;
import org.intarsia.tiler.LabelKey;
import org.intarsia.training.BorderWeights;
import org.intarsia.training.ImageSplit;
import org.intarsia.training.LabelSurvey;
import org.intarsia.training.LabelledFolder;
import org.intarsia.training.LossWeights;
import org.intarsia.training.ModelExport;
import org.intarsia.training.PatchSampler;
import org.intarsia.training.StartWeights;
import org.intarsia.training.TrainingFeed;
import org.intarsia.training.TrainingListener;
import org.intarsia.training.TrainingPlan;
import org.intarsia.training.TrainingRun;
import org.intarsia.training.ValidationGrid;

/**
 * From folders of pictures and masks to a model file: split, survey, training, export.
 *
 * <p>Beside the model stand its card, and a folder {@code NAME.training} with {@code
 * checkpoint.zip}, {@code metrics.csv}, {@code curves.png} and {@code split.csv}.
 */
public final class TrainingJob {
  private static final int MOST_VALIDATION_PATCHES = 256;
  private static final int COMPARED_PATCHES = 4;
  private static final int MEASURED_PATCHES = 64;

  /** Told what happens, in lines for people. */
  public interface Reporter extends TrainingListener {
    /** A line of what was found or decided. */
    void line(String text);

    /** A line of what may be wrong. */
    void warning(String text);

    /** Before the first step: how many there will be. */
    void begins(TrainingPlan plan);
  }

  private final TrainingSettings settings;
  private final Path output;
  private final String command;
  private final Reporter reporter;

  private TrainingJob(TrainingSettings settings, Path output, String command, Reporter reporter) {
    this.settings = settings;
    this.output = output;
    this.command = command;
    this.reporter = reporter;
  }

  /**
   * Trains and writes the model.
   *
   * @param output the archive
   * @param command the command line, for the card
   * @return the card
   */
  public static ModelCard execute(
      TrainingSettings settings, Path output, String command, Reporter reporter)
      throws IOException, InterruptedException {
    return new TrainingJob(settings, output, command, reporter).execute();
  }

  private ModelCard execute() throws IOException, InterruptedException {
    TrainingSettings.Data data = settings.data();
    try (LabelledFolder folder = LabelledFolder.open(data.training(), reporter::warning)) {
      if (data.validation().isEmpty()) {
        ImageSplit split = ImageSplit.draw(folder.images(), data.validationPart(), settings.seed());
        return train(folder, split);
      }
      LabelledFolder.Place sameKey = data.validation().get().withClasses(folder.key());
      try (LabelledFolder other = LabelledFolder.open(sameKey, reporter::warning)) {
        return train(folder, new ImageSplit(folder.images(), other.images()));
      }
    }
  }

  private ModelCard train(LabelledFolder folder, ImageSplit split)
      throws IOException, InterruptedException {
    LabelKey key = folder.key();
    LabelSurvey survey = LabelSurvey.of(split.training(), key, settings.seed());
    report(survey, split);
    Network network =
        Networks.named(
            settings.model().network(),
            new Networks.Size(key.classes(), settings.model().width(), settings.model().levels()));
    TrainingSettings.Sampling sampling = settings.sampling();
    TrainingSettings.Fitting fitting = settings.fitting();
    int background = key.label(sampling.background());
    LossWeights weights =
        new LossWeights(
            fitting.balance().weights(survey.pixels()),
            new BorderWeights(fitting.borderWeight(), fitting.borderSigma(), background),
            background);
    PatchSampler sampler =
        PatchSampler.of(
            survey,
            new PatchSampler.Settings(
                settings.seed(),
                sampling.stride(),
                sampling.balanced(),
                sampling.minimumTissue(),
                sampling.augmentation()),
            weights);
    int output = network.outputSize(sampling.patch());
    LossWeights plain = new LossWeights(weights.classes(), BorderWeights.NONE, background);
    ValidationGrid validation =
        ValidationGrid.of(split.validation(), output, plain, MOST_VALIDATION_PATCHES);
    if (validation.size() == 0 && !split.validation().isEmpty()) {
      reporter.warning("no pixel of the images to validate on has a label: nothing is validated");
    }
    ValidationGrid surveyed = ValidationGrid.of(split.training(), output, plain, MEASURED_PATCHES);
    Normalization normalization = surveyed.normalization(sampling.patch(), output);
    TrainingPlan plan = plan(network, normalization);
    reporter.begins(plan);
    Path work = Files.createDirectories(workFolder(this.output));
    SplitTable.write(split, work.resolve("split.csv"));
    TrainingRun.Outcome outcome =
        TrainingRun.execute(
            plan,
            new TrainingFeed(sampler, validation, validation.size(), settings.loaders()),
            new TrainingRun.Checkpoints(checkpoint(this.output), digest(survey, split)),
            new HistoryFiles(work, settings.model().network(), key, reporter));
    ObjectNode record = new TrainingRecord(settings, command).of(plan, survey, split, outcome);
    ModelCard draft = draft(folder, normalization, background, record);
    return ModelExport.write(
        network,
        outcome.weights(),
        draft,
        new ArchiveCheck.Sample(
            sampling.patch(), pictures(surveyed, sampling.patch(), output), normalization),
        this.output);
  }

  private void report(LabelSurvey survey, ImageSplit split) {
    reporter.line(
        "%d images to learn from, %d to validate on"
            .formatted(split.training().size(), split.validation().size()));
    survey.table().forEach(reporter::line);
    for (String missing : survey.missingClasses()) {
      reporter.warning(
          "class '" + missing + "' occurs in no training image: the network cannot learn it");
    }
    if (split.validation().isEmpty()) {
      reporter.warning("no image to validate on: the last weights are taken, not the best");
    }
  }

  private TrainingPlan plan(Network network, Normalization normalization) throws IOException {
    TrainingSettings.Fitting fitting = settings.fitting();
    Optional<Path> start = settings.model().start();
    StartWeights weights =
        start.isPresent()
            ? StartWeights.fineTuned(network, start.get(), settings.seed())
            : StartWeights.drawn(network, settings.seed());
    if (start.isPresent()) {
      reporter.line(
          "begins with %s; %d tensors are drawn anew"
              .formatted(start.get(), weights.fresh().size()));
    }
    return new TrainingPlan(
        network,
        weights.weights(),
        new TrainingSession.Settings(
            normalization,
            fitting.optimizer(),
            fitting.loss(),
            fitting.gradientNorm(),
            settings.place()),
        new TrainingPlan.Schedule(
            fitting.rate(),
            fitting.batch(),
            settings.sampling().patch(),
            fitting.validateEvery(),
            fitting.patience()),
        settings.seed());
  }

  /** Where the checkpoint of an archive's training lies. */
  public static Path checkpoint(Path archive) {
    return workFolder(archive).resolve("checkpoint.zip");
  }

  private static Path workFolder(Path archive) {
    return archive.resolveSibling(ModelExport.stem(archive) + ".training");
  }

  /** Of all that must be the same for a training to go on; threads that load do not matter. */
  private String digest(LabelSurvey survey, ImageSplit split) throws IOException {
    StringBuilder text = new StringBuilder();
    TrainingSettings.Model model = settings.model();
    text.append(model.network()).append(model.width()).append(model.levels());
    text.append(settings.sampling()).append(settings.fitting());
    text.append(settings.place()).append(settings.seed());
    text.append(survey.key()).append(String.join("\n", survey.table()));
    split.training().forEach(image -> text.append('\n').append(image.name()));
    split.validation().forEach(image -> text.append("\n-").append(image.name()));
    Optional<Path> start = settings.model().start();
    if (start.isPresent()) {
      text.append(Digest.of(start.get()));
    }
    return Digest.of(text.toString());
  }

  private static List<byte[]> pictures(ValidationGrid grid, int side, int output)
      throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    int count = Math.min(COMPARED_PATCHES, grid.size());
    for (int i = 0; i < count; i++) {
      LabelledPatch patch = new LabelledPatch(side, output);
      grid.fill((long) i * grid.size() / count, patch);
      pictures.add(patch.rgb());
    }
    return pictures;
  }

  private ModelCard draft(
      LabelledFolder folder, Normalization normalization, int background, ObjectNode record) {
    return new ModelCard(
        settings.model().title().name(),
        "1",
        settings.model().title().license(),
        folder.key().entries().stream()
            .map(entry -> new TissueClass(entry.name(), entry.color()))
            .toList(),
        folder.micronsPerPixel(),
        settings.sampling().patch(),
        0,
        1,
        Padding.SAME,
        normalization,
        Output.LOGITS,
        background,
        "",
        record);
  }
}
