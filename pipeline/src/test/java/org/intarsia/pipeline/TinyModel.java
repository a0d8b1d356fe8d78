package org.intarsia.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.segmenter.TorchScriptArchive;
import org.intarsia.segmenter.UNet;
import org.intarsia.segmenter.Weights;
import org.intarsia.testdata.Tissue;

/** A random two-level U-Net of eight tissues: small, local, and of no use. */
public final class TinyModel {
  private TinyModel() {}

  /** Writes {@code tiny.pt} and {@code tiny.json}; the archive is returned. */
  public static Path write(Path folder, long seed) throws IOException {
    Network network = new UNet(3, 8, 2, 4).same();
    Path archive = folder.resolve("tiny.pt");
    TorchScriptArchive.write(
        network, Weights.scattered(network, seed), ArchiveOptions.inference(), archive);
    Files.writeString(folder.resolve("tiny.json"), card(8).toJson());
    return archive;
  }

  /** A card for a number of classes up to eight. */
  public static ModelCard card(int classes) {
    List<TissueClass> tissues =
        Arrays.stream(Tissue.values())
            .limit(classes)
            .map(tissue -> new TissueClass(tissue.title(), tissue.rgb()))
            .toList();
    return new ModelCard(
        "tiny",
        "1",
        "Apache-2.0",
        tissues,
        OptionalDouble.of(1),
        128,
        16,
        2,
        Padding.SAME,
        new Normalization(1 / 255.0, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
        Output.LOGITS,
        0,
        "",
        ModelCard.untrained());
  }
}
