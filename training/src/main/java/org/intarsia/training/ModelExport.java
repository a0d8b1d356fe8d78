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
 * Writes a trained network for use: an archive with batch normalisation folded in, its card inside
 * and beside it.
 *
 * <p>Before it has its name, the archive is compared with the trained network on real patches, and
 * probed for the card's stride, halo and window.
 */
public final class ModelExport {
  /** Largest difference of probabilities that folding may bring. */
  private static final double FOLDING_TOLERANCE = 1e-3;

  private ModelExport() {}

  /**
   * Writes {@code file} and the card beside it.
   *
   * @param draft the card; patch, halo, stride, padding and digest are replaced
   * @param sample patches to compare on
   * @return the card that was written
   * @throws SegmentationException if the archive differs from the trained network
   */
  public static ModelCard write(
      Network network, Weights weights, ModelCard draft, ArchiveCheck.Sample sample, Path file)
      throws IOException {
    Path folder = Files.createTempDirectory("intarsia-export");
    List<Path> temporary = new ArrayList<>();
    try {
      Path reference = folder.resolve("trained.pt");
      Path plain = folder.resolve("folded.pt");
      temporary.addAll(List.of(reference, plain));
      TorchScriptArchive.write(network, weights, ArchiveOptions.trainable(), reference);
      TorchScriptArchive.write(network, weights, ArchiveOptions.inference().withCard(draft), plain);
      ArchiveCheck check = ArchiveCheck.compare(reference, plain, sample);
      if (check.largestProbabilityDifference() > FOLDING_TOLERANCE) {
        throw new SegmentationException(
            "%s: the archive's probabilities differ from the trained network's by up to %s; not written"
                .formatted(file, check.largestProbabilityDifference()));
      }
      ModelCard card = withCheck(probed(draft, plain, sample.side()), check);
      return publish(network, weights, card, file);
    } finally {
      for (Path path : temporary) {
        Files.deleteIfExists(path);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static ModelCard publish(Network network, Weights weights, ModelCard card, Path file)
      throws IOException {
    Path beside = cardFile(file);
    Files.deleteIfExists(beside);
    WholeFile.write(
        file,
        partial ->
            TorchScriptArchive.write(
                network, weights, ArchiveOptions.inference().withCard(card), partial));
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      ModelCard complete = card.withSha256(model.sha256());
      WholeFile.write(beside, partial -> Files.writeString(partial, complete.toJson()));
      return complete;
    }
  }

  /** Where the card of an archive lies: {@code NAME.json} beside {@code NAME.pt}. */
  public static Path cardFile(Path archive) {
    String name = String.valueOf(archive.getFileName());
    int dot = name.lastIndexOf('.');
    return archive.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
  }

  private static ModelCard withCheck(ModelCard card, ArchiveCheck check) {
    ObjectNode training = card.training().deepCopy();
    ObjectNode export = training.putObject("export");
    export.put("comparedPixels", check.pixels());
    export.put("largestProbabilityDifference", check.largestProbabilityDifference());
    export.put("labelAgreement", check.labelAgreement());
    return card.withTraining(training);
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
