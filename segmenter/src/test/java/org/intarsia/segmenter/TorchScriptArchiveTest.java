package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.intarsia.segmenter.djl.TorchModule;
import org.intarsia.segmenter.probe.FeatureMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptArchiveTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void libtorchComputesWhatTheLayersAreDefinedAs(long seed) throws IOException {
    agrees(new UNet(3, 3, 2, 2).same(), ArchiveOptions.inference(), 16, seed, 1e-4);
    agrees(new UNet(3, 3, 3, 2).valid(), ArchiveOptions.inference(), 44, seed, 1e-4);
    agrees(new UNet(3, 3, 2, 2).sameBiased(), ArchiveOptions.inference(), 16, seed, 1e-4);
    agrees(new UNet(3, 4, 2, 2).halved(), ArchiveOptions.inference(), 16, seed, 1e-4);
    agrees(new UNet(3, 3, 2, 2).same(), ArchiveOptions.trainable(), 16, seed, 1e-4);
    agrees(
        new UNet(3, 3, 2, 2).same(),
        ArchiveOptions.inference().withStorage(ArchiveOptions.Storage.FLOAT64),
        16,
        seed,
        1e-5);
  }

  private void agrees(
      Network network, ArchiveOptions options, int size, long seed, double tolerance)
      throws IOException {
    Weights weights = Weights.scattered(network, seed);
    Path file = folder.resolve("net.pt");
    TorchScriptArchive.write(network, weights, options, file);
    FeatureMaps input = FeatureMaps.zeros(1, 3, size, size);
    double[][][] picture = new double[3][size][size];
    Random random = new Random(seed);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          float value = random.nextFloat();
          picture[c][y][x] = value;
          input.values()[input.index(0, c, y, x)] = value;
        }
      }
    }
    double[][][] expected =
        new NaiveNetwork(network, weights).run(new NaiveNetwork.Maps(picture)).values();
    try (TorchModule module = TorchModule.load(file, "net.pt", "cpu", options.storage())) {
      FeatureMaps output = module.forward(input);
      assertThat(output.channels()).isEqualTo(network.classes());
      assertThat(output.width()).isEqualTo(network.outputSize(size));
      for (int c = 0; c < output.channels(); c++) {
        for (int y = 0; y < output.height(); y++) {
          for (int x = 0; x < output.width(); x++) {
            assertThat((double) output.at(0, c, y, x))
                .isCloseTo(
                    expected[c][y][x], within(tolerance * (1 + Math.abs(expected[c][y][x]))));
          }
        }
      }
    }
  }

  /**
   * Rectified: what else is read too, the picture, and what was rectified before (whose derivative
   * needs it), all of which must stay; and a sum and a convolution, which nobody reads again.
   */
  @Test
  void onlyWhatNobodyReadsAgainIsReplaced() throws IOException {
    Network.Builder net = Network.builder("Branches", 3);
    Network.Value stem = net.convolution(net.input(), 3, 3, 1, 1);
    Network.Value kept = net.relu(net.relu(stem));
    Network.Value alone = net.relu(net.convolution(kept, 3, 3, 1, 1));
    Network.Value sum = net.relu(net.sum(stem, net.sum(net.relu(net.input()), alone)));
    net.sum(net.convolution(sum, 3, 1, 0, 1), sum);
    Network network = net.build();

    String archive = new String(bytes(network, 1), StandardCharsets.ISO_8859_1);
    assertThat(archive.lines().filter(line -> line.startsWith("    l")))
        .extracting(line -> line.replaceAll("torch.conv2d.*", "..."))
        .containsExactly(
            "    l0: Tensor) -> Tensor:",
            "    l1 = ...",
            "    l2 = torch.relu(l1)",
            "    l3 = torch.relu(l2)",
            "    l4 = ...",
            "    l5 = torch.relu_(l4)",
            "    l6 = torch.relu(l0)",
            "    l7 = torch.add(l6, l5)",
            "    l8 = torch.add(l1, l7)",
            "    l9 = torch.relu_(l8)",
            "    l10 = ...",
            "    l11 = torch.add_(l10, l9)");
    agrees(network, ArchiveOptions.inference(), 9, 4, 1e-5);
    agrees(network, ArchiveOptions.trainable(), 9, 4, 1e-5);
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws IOException {
    Network network = new UNet(3, 8, 3, 4).same();
    assertThat(bytes(network, 5)).isEqualTo(bytes(network, 5)).isNotEqualTo(bytes(network, 6));
  }

  @Test
  void tensorsLieAtMultiplesOf64Bytes() throws IOException {
    byte[] archive = bytes(new UNet(3, 8, 2, 4).same(), 1);
    int tensors = 0;
    for (int i = 0; i + 30 < archive.length; i++) {
      if (archive[i] == 'P'
          && archive[i + 1] == 'K'
          && archive[i + 2] == 3
          && archive[i + 3] == 4) {
        int name = archive[i + 26] & 255;
        int extra = (archive[i + 28] & 255) + 256 * (archive[i + 29] & 255);
        if (new String(archive, i + 30, name, StandardCharsets.US_ASCII)
            .startsWith("network/data/")) {
          assertThat((i + 30 + name + extra) % 64).isZero();
          tensors++;
        }
      }
    }
    assertThat(tensors).isGreaterThan(10);
  }

  @Test
  void aTrainableArchiveKeepsItsNormalisation() throws IOException {
    Network network = new UNet(3, 2, 2, 4).same();
    Path trainable = folder.resolve("trainable.pt");
    TorchScriptArchive.write(
        network, Weights.initial(network, 1), ArchiveOptions.trainable(), trainable);
    assertThat(Files.readString(trainable, StandardCharsets.ISO_8859_1))
        .contains("torch.batch_norm", "running_mean");
    assertThat(new String(bytes(network, 1), StandardCharsets.ISO_8859_1))
        .doesNotContain("batch_norm");
  }

  private static byte[] bytes(Network network, long seed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TorchScriptArchive.write(
        network, Weights.initial(network, seed), ArchiveOptions.inference(), out);
    return out.toByteArray();
  }
}
