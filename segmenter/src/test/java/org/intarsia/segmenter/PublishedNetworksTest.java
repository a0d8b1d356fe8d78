package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network, at a small width, through libtorch: archives agree, and it learns. */
class PublishedNetworksTest {
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  static Stream<String> names() {
    return Networks.descriptions().keySet().stream();
  }

  private static Network small(String name) {
    double width = name.startsWith("ynet") ? 0.07 : 0.0625;
    return Networks.named(name, new Networks.Size(CLASSES, width, OptionalInt.empty()));
  }

  /** A picture size that the network takes, and not much more. */
  private static int side(Network network) {
    int side = 32;
    while (!network.accepts(side)) {
      side += 4;
    }
    return side;
  }

  @ParameterizedTest
  @MethodSource("names")
  void foldingAndOtherLayoutsChangeNothing(String name) throws IOException {
    Network network = small(name);
    Weights weights = Weights.scattered(network, 3);
    int side = side(network);
    byte[] rgb = new byte[3 * side * side];
    new Random(5).nextBytes(rgb);
    ArchiveCheck.Sample sample = new ArchiveCheck.Sample(side, List.of(rgb), Normalization.UNIT);
    Path trainable = folder.resolve("trainable.pt");
    TorchScriptArchive.write(network, weights, ArchiveOptions.trainable(), trainable);
    ArchiveOptions folded = ArchiveOptions.inference();
    ArchiveOptions turned = folded.withLayout(ArchiveOptions.Layout.CHANNELS_LAST);
    for (ArchiveOptions options : List.of(folded, turned)) {
      Path file = folder.resolve("variant.pt");
      TorchScriptArchive.write(network, weights, options, file);
      ArchiveCheck check = ArchiveCheck.compare(trainable, file, sample);
      assertThat(check.pixels())
          .isEqualTo((long) network.outputSize(side) * network.outputSize(side));
      assertThat(check.largestProbabilityDifference()).isLessThan(1e-3);
      assertThat(check.labelAgreement()).isGreaterThan(0.999);
    }
    Path half = folder.resolve("half.pt");
    TorchScriptArchive.write(
        network, weights, turned.withStorage(ArchiveOptions.Storage.BFLOAT16), half);
    ArchiveCheck check = ArchiveCheck.compare(trainable, half, sample);
    assertThat(check.largestProbabilityDifference()).as("it is rounded").isGreaterThan(1e-6);
    if (name.startsWith("unet")) {
      assertThat(check.largestProbabilityDifference()).isLessThan(0.3);
      assertThat(check.labelAgreement()).isGreaterThan(0.9);
    }
  }

  private static LabelledPatch patch(Network network, long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    int side = side(network);
    LabelledPatch patch = new LabelledPatch(side, network.outputSize(side));
    int cut = side / 3 + random.nextInt(side / 3);
    for (int i = 0; i < side * side; i++) {
      int label = i % side < cut ? 0 : i / side < cut ? 1 : 2;
      for (int c = 0; c < 3; c++) {
        patch.rgb()[3 * i + c] = (byte) (60 + 60 * label + 20 * c + random.nextInt(20));
      }
      int y = i / side - patch.margin();
      int x = i % side - patch.margin();
      if (x >= 0 && y >= 0 && x < patch.outputSide() && y < patch.outputSide()) {
        patch.labels()[y * patch.outputSide() + x] = (byte) label;
        patch.weights()[y * patch.outputSide() + x] = 1;
      }
    }
    return patch;
  }

  private static TrainingSession session(Network network, Weights start) throws IOException {
    return TrainingSession.open(
        network,
        start,
        new TrainingSession.Settings(
            Normalization.UNIT,
            Optimizer.adam(0),
            Loss.CROSS_ENTROPY,
            5,
            new TrainingSession.Place("cpu", 1)));
  }

  private static List<LabelledPatch> batch(Network network) {
    return IntStream.range(0, 4).mapToObj(i -> patch(network, i)).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyParameterGetsAGradient(String name) throws IOException {
    Network network = small(name);
    Weights start = Weights.scattered(network, 2);
    try (TrainingSession session = session(network, start)) {
      session.step(batch(network), 0.01, 0);
      Weights moved = session.weights();
      for (String tensor : start.names()) {
        assertThat(moved.values(tensor)).as(tensor).isNotEqualTo(start.values(tensor));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet",
        "unet-valid",
        "unet-halved",
        "breast-biopsy",
        "ynet",
        "ynet-rcb",
        "encoder-vgg",
        "encoder-resnet",
        "encoder-inception"
      })
  void fourPatchesAreLearnt(String name) throws IOException {
    Network network = small(name);
    List<LabelledPatch> batch = batch(network);
    try (TrainingSession session = session(network, Weights.initial(network, 2))) {
      double first = session.step(batch, 0.01, 0);
      double last = first;
      for (int step = 1; step < 300 && last > 0.1 * first; step++) {
        last = session.step(batch, 0.01, step);
      }
      assertThat(last).isLessThan(0.1 * first);
    }
  }
}
