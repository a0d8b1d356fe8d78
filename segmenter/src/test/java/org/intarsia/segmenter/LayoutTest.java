package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.intarsia.slideio.Region;
import org.intarsia.tiler.Tile;
import org.intarsia.tiler.TileBatch;
import org.intarsia.tiler.TileBatchPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order in which an archive's numbers lie in memory is not seen from outside. */
class LayoutTest {
  private static final int SIDE = 64;
  private static final int CLASSES = 5;

  @TempDir Path folder;

  private record Answer(byte[] labels, float[] probabilities) {}

  @Test
  void channelsLastGivesTheSameLabelsAndProbabilities() throws Exception {
    List<Answer> plain = answers(ArchiveOptions.Layout.CONTIGUOUS);
    List<Answer> turned = answers(ArchiveOptions.Layout.CHANNELS_LAST);
    assertThat(turned).hasSize(2);
    for (int i = 0; i < plain.size(); i++) {
      float[] expected = plain.get(i).probabilities();
      float[] found = turned.get(i).probabilities();
      for (int k = 0; k < expected.length; k++) {
        assertThat(Math.abs(found[k] - expected[k])).isLessThan(1e-5f);
      }
      int different = 0;
      for (int k = 0; k < SIDE * SIDE; k++) {
        different += plain.get(i).labels()[k] == turned.get(i).labels()[k] ? 0 : 1;
      }
      assertThat(different).isLessThan(5);
    }
  }

  private List<Answer> answers(ArchiveOptions.Layout layout) throws Exception {
    Network network = new UNet(3, CLASSES, 3, 4).same();
    Path file = folder.resolve(layout + ".pt");
    TorchScriptArchive.write(
        network,
        Weights.scattered(network, 3),
        ArchiveOptions.inference().withLayout(layout).withCard(Cards.of(CLASSES, Padding.SAME)),
        file);
    List<Answer> answers = new ArrayList<>();
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty());
        Segmenter segmenter = model.open(SegmenterSettings.cpu(SIDE, 2));
        TileBatch batch = new TileBatchPool(1, 2, SIDE).lease()) {
      for (int i = 0; i < 2; i++) {
        Region window = new Region(64L * i, 0, SIDE, SIDE);
        byte[] pixels = new byte[3 * SIDE * SIDE];
        new Random(i).nextBytes(pixels);
        batch.add(new Tile(0, i, window, window)).put(pixels);
      }
      answers(segmenter, batch, answers);
    }
    return answers;
  }

  private static void answers(Segmenter segmenter, TileBatch batch, List<Answer> answers)
      throws IOException {
    List<byte[]> labels = new ArrayList<>();
    segmenter.segment(
        batch,
        (tile, covered, found) -> {
          byte[] copy = new byte[SIDE * SIDE];
          found.get(copy);
          labels.add(copy);
        });
    segmenter.probabilities(
        batch,
        (tile, covered, found) -> {
          float[] copy = new float[CLASSES * SIDE * SIDE];
          found.get(copy);
          answers.add(new Answer(labels.get(answers.size()), copy));
        });
  }
}
