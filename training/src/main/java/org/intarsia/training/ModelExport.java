package org.intarsia.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.segmenter.ArchiveCheck;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.ModelProfile;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationException;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.TorchScriptArchive;
import org.intarsia.segmenter.Weights;
import org.intarsia.segmenter.WindowPlan;
import org.intarsia.slideio.WholeFile;

/**
 * Writes a trained network for use: archives with batch normalisation folded in, the card inside
 * and beside each.
 *
 * <p>Before it has its name, an archive is compared with the trained network on real patches, and
 * probed for the card's stride, halo and window.
 */
public final class ModelExport {
  /** Largest difference of probabilities that folding may bring. */
  private static final double FOLDING_TOLERANCE = 1e-3;

  private static final ArchiveOptions PLAIN = ArchiveOptions.inference();
  private static final ArchiveOptions COMPACT =
      PLAIN
          .withStorage(ArchiveOptions.Storage.BFLOAT16)
          .withLayout(ArchiveOptions.Layout.CHANNELS_LAST);

  private ModelExport() {}

  /**
   * Writes {@code NAME.pt} in 32 bits and {@code NAME-bfloat16.pt}, channels last, and the card of
   * each beside it.
   *
   * <p>The second is for processors that compute in bfloat16. Its card says how often its labels
   * are those of the trained network; so does, under {@code export.bfloat16}, the first card.
   *
   * @param draft the card; patch, halo, stride, padding and digest are replaced
   * @param sample patches to compare on
   * @param file the first archive
   * @return its card
   * @throws SegmentationException if the archive in 32 bits differs from the trained network
   */
  public static ModelCard write(
      Network network, Weights weights, ModelCard draft, ArchiveCheck.Sample sample, Path file)
      throws IOException {
    Path folder = Files.createTempDirectory("intarsia-export");
    List<Path> temporary = new ArrayList<>();
    try {
      Path reference = folder.resolve("trained.pt");
      Path plain = folder.resolve("folded.pt");
      Path compact = folder.resolve("compact.pt");
      temporary.addAll(List.of(reference, plain, compact));
      TorchScriptArchive.write(network, weights, ArchiveOptions.trainable(), reference);
      TorchScriptArchive.write(network, weights, PLAIN.withCard(draft), plain);
      TorchScriptArchive.write(network, weights, COMPACT.withCard(draft), compact);
      ArchiveCheck check = ArchiveCheck.compare(reference, plain, sample);
      if (check.largestProbabilityDifference() > FOLDING_TOLERANCE) {
        throw new SegmentationException(
            "%s: the archive's probabilities differ from the trained network's by up to %s; not written"
                .formatted(file, check.largestProbabilityDifference()));
      }
      ArchiveCheck compactCheck = ArchiveCheck.compare(reference, compact, sample);
      ModelCard probed = probed(draft, plain, sample.side());
      publish(
          network,
          weights,
          COMPACT,
          withChecks(probed, compactCheck, Optional.empty()),
          compactFile(file));
      return publish(
          network, weights, PLAIN, withChecks(probed, check, Optional.of(compactCheck)), file);
    } finally {
      for (Path path : temporary) {
        Files.deleteIfExists(path);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static ModelCard publish(
      Network network, Weights weights, ArchiveOptions options, ModelCard card, Path file)
      throws IOException {
    Path beside = cardFile(file);
    Files.deleteIfExists(beside);
    WholeFile.write(
        file,
        partial -> TorchScriptArchive.write(network, weights, options.withCard(card), partial));
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      ModelCard complete = card.withSha256(model.sha256());
      WholeFile.write(beside, partial -> Files.writeString(partial, complete.toJson()));
      return complete;
    }
  }

  /** Where the variant in bfloat16 of an archive lies: {@code NAME-bfloat16.pt}. */
  public static Path compactFile(Path archive) {
    return archive.resolveSibling(stem(archive) + "-bfloat16.pt");
  }

  /** Where the card of an archive lies: {@code NAME.json} beside {@code NAME.pt}. */
  public static Path cardFile(Path archive) {
    return archive.resolveSibling(stem(archive) + ".json");
  }

  /** What an archive is called without its extension. */
  public static String stem(Path archive) {
    String name = String.valueOf(archive.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static ModelCard withChecks(
      ModelCard card, ArchiveCheck check, Optional<ArchiveCheck> compact) {
    ObjectNode training = card.training().deepCopy();
    ObjectNode export = training.putObject("export");
    put(check, export);
    compact.ifPresent(other -> put(other, export.putObject("bfloat16")));
    return card.withTraining(training);
  }

  private static void put(ArchiveCheck check, ObjectNode node) {
    node.put("comparedPixels", check.pixels());
    node.put("largestProbabilityDifference", check.largestProbabilityDifference());
    node.put("labelAgreement", check.labelAgreement());
  }

  /** A network that is not local is run on windows as large as the patches that it learned on. */
  private static ModelCard probed(ModelCard draft, Path archive, int side) throws IOException {
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty())) {
      ModelProfile profile = model.probe();
      WindowPlan plan =
          profile.local() || profile.padding() == Padding.VALID
              ? profile.window(OptionalInt.empty(), OptionalInt.empty())
              : profile.window(
                  OptionalInt.of(side),
                  OptionalInt.of(side / 8 / profile.stride() * profile.stride()));
      return new ModelCard(
          draft.name(),
          draft.version(),
          draft.license(),
          draft.classes(),
          draft.micronsPerPixel(),
          plan.window(),
          plan.halo().before(),
          profile.stride(),
          profile.padding(),
          draft.normalization(),
          draft.output(),
          draft.background(),
          "",
          draft.training());
    }
  }
}
