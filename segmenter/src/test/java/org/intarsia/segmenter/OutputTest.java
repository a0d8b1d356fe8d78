package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  private static final int SIDE = 24;

  @TempDir Path folder;

  private static Network network(Output output) {
    Network.Builder net = Network.builder("Small", 3);
    Network.Value scores = net.convolution(net.input(), 4, 3, 1, 1);
    if (output == Output.PROBABILITIES) {
      net.softmax(scores);
    }
    return net.build();
  }

  private float[] probabilities(Output output) throws IOException, InterruptedException {
    ModelCard card =
        ModelCard.parse(
            Cards.of(4, Padding.SAME)
                .toJson()
                .replace("logits", output.name().toLowerCase(Locale.ROOT)),
            "card");
    Path file = folder.resolve(output + ".pt");
    TorchScriptArchive.write(
        network(output),
        Weights.initial(network(output), 2),
        ArchiveOptions.inference().withCard(card),
        file);
    float[] result = new float[4 * SIDE * SIDE];
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty());
        Segmenter segmenter = model.open(SegmenterSettings.cpu(SIDE, 1));
        TileBatch batch = new TileBatchPool(1, 1, SIDE).lease()) {
      byte[] pixels = new byte[3 * SIDE * SIDE];
      new Random(1).nextBytes(pixels);
      Region window = new Region(0, 0, SIDE, SIDE);
      batch.add(new Tile(0, 0, window, window)).put(pixels);
      segmenter.probabilities(batch, (tile, covered, values) -> values.get(result));
    }
    return result;
  }

  @Test
  void softmaxIsTakenOfLogitsOnly() throws Exception {
    float[] fromLogits = probabilities(Output.LOGITS);
    float[] asTheyAre = probabilities(Output.PROBABILITIES);
    for (int i = 0; i < fromLogits.length; i++) {
      assertThat(asTheyAre[i]).isCloseTo(fromLogits[i], within(1e-6f));
    }
  }

  /** The card's rule, checked on a network that copies its input: (value * scale - mean) / std. */
  @Test
  void pixelsAreNormalisedAsTheCardSays() throws Exception {
    Network.Builder net = Network.builder("Copy", 3);
    net.convolution(net.input(), 3, 1, 0, 1);
    Network copy = net.build();
    Weights identity =
        Weights.of(
            copy,
            Map.of(
                "l1_weight", new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, "l1_bias", new double[3]));
    ModelCard card =
        ModelCard.parse(
            Cards.of(3, Padding.SAME).toJson().replace("logits", "probabilities"), "card");
    Path file = folder.resolve("copy.pt");
    TorchScriptArchive.write(copy, identity, ArchiveOptions.inference().withCard(card), file);
    Normalization rule = card.normalization();
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty());
        Segmenter segmenter = model.open(SegmenterSettings.cpu(2, 1));
        TileBatch batch = new TileBatchPool(1, 1, 2).lease()) {
      byte[] pixels = {0, 1, 2, 50, 100, (byte) 150, (byte) 255, (byte) 254, (byte) 200, 9, 8, 7};
      Region window = new Region(0, 0, 2, 2);
      batch.add(new Tile(0, 0, window, window)).put(pixels);
      segmenter.probabilities(
          batch,
          (tile, covered, values) -> {
            for (int i = 0; i < 12; i++) {
              int c = i / 4;
              double pixel = pixels[i % 4 * 3 + c] & 255;
              double expected = (pixel * rule.scale() - rule.mean().get(c)) / rule.std().get(c);
              assertThat((double) values.get(values.position() + i))
                  .isCloseTo(expected, within(1e-5));
            }
          });
    }
  }
}
