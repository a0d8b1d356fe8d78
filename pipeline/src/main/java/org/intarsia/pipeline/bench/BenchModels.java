package org.intarsia.pipeline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.intarsia.segmenter.ArchiveOptions;
import org.intarsia.segmenter.ModelCard;
import org.intarsia.segmenter.Network;
import org.intarsia.segmenter.Normalization;
import org.intarsia.segmenter.Output;
import org.intarsia.segmenter.Padding;
import org.intarsia.segmenter.SegmentationModel;
import org.intarsia.segmenter.TissueClass;
import org.intarsia.segmenter.TorchScriptArchive;
import org.intarsia.segmenter.UNet;
import org.intarsia.segmenter.Weights;

/** Networks to be timed with, by name; their weights are random, which costs the same time. */
public final class BenchModels {
  private static final int CLASSES = 8;
  private static final Map<String, UNet> UNETS =
      new TreeMap<>(
          Map.of(
              "unet-2m", new UNet(3, CLASSES, 4, 32),
              "unet-0.5m", new UNet(3, CLASSES, 4, 16)));

  /** One 1 x 1 convolution: as little work as a network can be. */
  private static final String ONE_BY_ONE = "one-by-one";

  private BenchModels() {}

  /** The names. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(UNETS.keySet());
    names.add(ONE_BY_ONE);
    return names;
  }

  /**
   * Writes a network's archive with its card beside it, and loads it.
   *
   * @param name one of {@link #names}
   * @param options width of the numbers and their layout
   * @param folder where to, made if need be
   * @throws IllegalArgumentException if there is no network of this name
   */
  public static SegmentationModel write(String name, ArchiveOptions options, Path folder)
      throws IOException {
    Network network = network(name);
    String stem =
        "%s-%s-%s"
            .formatted(name, options.storage(), options.layout())
            .toLowerCase(Locale.ROOT)
            .replace('_', '-');
    Files.createDirectories(folder);
    Path archive = folder.resolve(stem + ".pt");
    TorchScriptArchive.write(network, Weights.initial(network, 3), options, archive);
    Files.writeString(folder.resolve(stem + ".json"), card(stem).toJson());
    return SegmentationModel.load(archive, Optional.empty());
  }

  private static Network network(String name) {
    if (name.equals(ONE_BY_ONE)) {
      Network.Builder net = Network.builder("OneByOne", 3);
      net.convolution(net.input(), CLASSES, 1, 0, 1);
      return net.build();
    }
    UNet unet = UNETS.get(name);
    if (unet == null) {
      throw new IllegalArgumentException(
          "no network to time is called '%s'; there are %s"
              .formatted(name, String.join(", ", names())));
    }
    return unet.same();
  }

  private static ModelCard card(String name) {
    List<TissueClass> classes = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      classes.add(new TissueClass("class " + i, 0x1F1F1F * i));
    }
    return new ModelCard(
        name,
        "1",
        "Apache-2.0",
        classes,
        OptionalDouble.of(0.5),
        256,
        32,
        1,
        Padding.SAME,
        new Normalization(1 / 255.0, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)),
        Output.LOGITS,
        0,
        "",
        ModelCard.untrained());
  }
}
