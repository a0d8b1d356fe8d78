package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.intarsia.segmenter.probe.FeatureMaps;
import org.intarsia.segmenter.probe.ForwardPass;
import org.intarsia.segmenter.probe.ModelProbe;
import org.intarsia.tiler.Halo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProbeTest {
  @TempDir Path folder;

  private ModelProfile profile(Network network, Padding padding) throws IOException {
    Path file = folder.resolve("net.pt");
    TorchScriptArchive.write(
        network,
        Weights.scattered(network, 7),
        ArchiveOptions.inference().withCard(Cards.of(network.classes(), padding)),
        file);
    try (SegmentationModel model = SegmentationModel.load(file, Optional.empty())) {
      return model.probe();
    }
  }

  @Test
  void fiveLevelsWithPaddingNeed96PixelsInPhaseAnd107Anyhow() throws IOException {
    ModelProfile profile = profile(new UNet(3, 4, 5, 4).same(), Padding.SAME);
    assertThat(profile.padding()).isEqualTo(Padding.SAME);
    assertThat(profile.stride()).isEqualTo(16);
    assertThat(profile.smallestSize()).isEqualTo(16);
    assertThat(profile.influenceRadius()).isEqualTo(107);
    assertThat(profile.halo()).isEqualTo(Halo.of(96));
    assertThat(profile.local()).isTrue();
    assertThat(profile.seamDisagreement()).isZero();
    assertThat(profile.seamDifference()).isLessThan(1e-5);
  }

  @Test
  void theOriginalKeeps256Of444() throws IOException {
    ModelProfile profile = profile(new UNet(3, 4, 5, 4).valid(), Padding.VALID);
    assertThat(profile.padding()).isEqualTo(Padding.VALID);
    assertThat(profile.margin()).isEqualTo(92);
    assertThat(profile.stride()).isEqualTo(16);
    assertThat(profile.smallestSize()).isEqualTo(188);
    assertThat(profile.local()).isTrue();
    assertThat(profile.halo()).isEqualTo(new Halo(92, 96));
    assertThat(profile.window(OptionalInt.of(444), OptionalInt.empty()))
        .isEqualTo(new WindowPlan(444, new Halo(92, 96), 256));
    assertThatThrownBy(() -> profile.window(OptionalInt.of(570), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "patch 570 px does not suit this network; the nearest legal sizes are 556 px and 572"
                + " px");
    assertThatThrownBy(() -> profile.window(OptionalInt.of(0), OptionalInt.empty()))
        .hasMessage(
            "patch must be at least 204 px for this network (halo 92 + 96 px, stride 16 px), not"
                + " 0");
  }

  @Test
  void fewerLevelsNeedLess() throws IOException {
    ModelProfile four = profile(new UNet(3, 2, 4, 2).same(), Padding.SAME);
    ModelProfile three = profile(new UNet(3, 2, 3, 2).same(), Padding.SAME);
    ModelProfile two = profile(new UNet(3, 2, 2, 2).same(), Padding.SAME);
    assertThat(four.stride()).isEqualTo(8);
    assertThat(four.halo()).isEqualTo(Halo.of(48));
    assertThat(three.stride()).isEqualTo(4);
    assertThat(three.halo()).isEqualTo(Halo.of(24));
    assertThat(two.stride()).isEqualTo(2);
    assertThat(two.halo()).isEqualTo(Halo.of(8));
    assertThat(two.seamDisagreement()).isZero();
  }

  @Test
  void aNetworkOfSinglePixelsHasNoInfluence() throws IOException {
    Network.Builder net = Network.builder("Pixels", 3);
    net.convolution(net.input(), 4, 1, 0, 1);
    ModelProfile profile = profile(net.build(), Padding.SAME);
    assertThat(profile.stride()).isEqualTo(1);
    assertThat(profile.influenceRadius()).isZero();
    assertThat(profile.halo()).isEqualTo(Halo.of(0));
    assertThat(profile.local()).isTrue();
    assertThat(profile.window(OptionalInt.empty(), OptionalInt.empty()).window()).isEqualTo(256);
  }

  @Test
  void dilationWidensTheInfluence() throws IOException {
    Network.Builder net = Network.builder("Dilated", 3);
    Network.Value x = net.relu(net.convolution(net.input(), 4, 3, 5, 5));
    net.convolution(x, 2, 3, 1, 1);
    ModelProfile profile = profile(net.build(), Padding.SAME);
    assertThat(profile.influenceRadius()).isEqualTo(6);
    assertThat(profile.stride()).isEqualTo(1);
  }

  @Test
  void instanceNormalisationIsNotLocal() throws IOException {
    Network.Builder net = Network.builder("Instance", 3);
    Network.Value x = net.relu(net.instanceNorm(net.convolution(net.input(), 4, 3, 1, 1)));
    net.convolution(x, 2, 1, 0, 1);
    ModelProfile profile = profile(net.build(), Padding.SAME);
    assertThat(profile.local()).isFalse();
    assertThat(profile.seamDifference()).isPositive();
    assertThat(profile.notes()).anyMatch(note -> note.contains("instance normalisation"));
    assertThat(profile.isExact(Halo.of(1024))).isFalse();
  }

  @Test
  void globalPoolingIsNotLocal() throws IOException {
    Network.Builder net = Network.builder("Global", 3);
    Network.Value x = net.relu(net.convolution(net.input(), 4, 3, 1, 1));
    net.convolution(net.sum(x, net.globalMean(x)), 2, 1, 0, 1);
    assertThat(profile(net.build(), Padding.SAME).local()).isFalse();
  }

  @Test
  void alignedCornersDependOnTheSizeOfThePicture() throws IOException {
    Network.Builder net = Network.builder("Corners", 3);
    Network.Value x = net.maxPool(net.relu(net.convolution(net.input(), 4, 3, 1, 1)), 2);
    net.convolution(net.upsampleAlignedCorners(x, 2), 2, 3, 1, 1);
    ModelProfile profile = profile(net.build(), Padding.SAME);
    assertThat(profile.local()).isFalse();
  }

  @Test
  void bilinearEnlargementAndUnpoolingAreLocal() throws IOException {
    Network.Builder net = Network.builder("Unpool", 3);
    Network.Value a = net.relu(net.convolution(net.input(), 4, 3, 1, 1));
    Network.Value pooled = net.maxPool(a, 2);
    Network.Value up = net.upsample(net.maxPool(a, 4), 4);
    Network.Value b = net.maxUnpool(net.convolution(pooled, 4, 3, 1, 1), pooled);
    net.convolution(net.concatenate(b, up), 2, 3, 1, 1);
    ModelProfile profile = profile(net.build(), Padding.SAME);
    assertThat(profile.local()).isTrue();
    assertThat(profile.stride()).isEqualTo(4);
  }

  @Test
  void theDefaultWindowWastesLittle() throws IOException {
    ModelProfile profile = profile(new UNet(3, 2, 3, 2).same(), Padding.SAME);
    WindowPlan plan = profile.window(OptionalInt.empty(), OptionalInt.empty());
    assertThat(plan).isEqualTo(new WindowPlan(256, Halo.of(24), 208));
    assertThat(profile.window(OptionalInt.of(64), OptionalInt.of(4)).core()).isEqualTo(56);
    assertThatThrownBy(() -> profile.window(OptionalInt.empty(), OptionalInt.of(6)))
        .hasMessage(
            "halo must be a multiple of the network's stride (4 px), not 6; the nearest are 4 and"
                + " 8");
  }

  /** The mean of 7 x 7 pixels, zero outside; a NaN counts as zero. */
  private static FeatureMaps boxMean(FeatureMaps in) {
    FeatureMaps out = FeatureMaps.zeros(in.count(), 2, in.height(), in.width());
    for (int y = 0; y < in.height(); y++) {
      for (int x = 0; x < in.width(); x++) {
        float sum = 0;
        for (int v = Math.max(0, y - 3); v <= Math.min(in.height() - 1, y + 3); v++) {
          for (int u = Math.max(0, x - 3); u <= Math.min(in.width() - 1, x + 3); u++) {
            float value = in.at(0, 0, v, u);
            sum += Float.isNaN(value) ? 0 : value;
          }
        }
        out.values()[out.index(0, 0, y, x)] = sum / 49;
      }
    }
    return out;
  }

  @Test
  void aFunctionThatSwallowsNaNIsMeasuredWithFiniteNumbers() throws IOException {
    ModelProfile profile = ModelProbe.measure(ModelProbeTest::boxMean, Cards.of(2, Padding.SAME));
    assertThat(profile.influenceRadius()).isEqualTo(3);
    assertThat(profile.stride()).isEqualTo(1);
    assertThat(profile.local()).isTrue();
    assertThat(profile.notes()).anyMatch(note -> note.startsWith("The network swallows NaN"));
  }

  private static FeatureMaps only(int size, FeatureMaps in) throws SegmentationException {
    if (in.height() != size || in.width() != size) {
      throw new SegmentationException("no");
    }
    return FeatureMaps.zeros(in.count(), 2, size, size);
  }

  @Test
  void aNetworkOfOneSizeKeepsToItsCard() throws IOException {
    ForwardPass never =
        in -> {
          throw new SegmentationException("no");
        };
    ModelCard card =
        ModelCard.parse(
            Cards.of(2, Padding.SAME).toJson().replace(": 256", ": 250"), "card of 250 px");
    assertThatThrownBy(() -> ModelProbe.measure(never, card))
        .isInstanceOf(SegmentationException.class)
        .hasMessageStartingWith("test: no law for the network's input and output size was found");
    ForwardPass only250 = in -> only(250, in);
    ModelProfile profile = ModelProbe.measure(only250, card);
    assertThat(profile.local()).isFalse();
    assertThat(profile.window(OptionalInt.empty(), OptionalInt.empty()))
        .isEqualTo(new WindowPlan(250, Halo.of(32), 186));
    assertThatThrownBy(() -> profile.window(OptionalInt.of(256), OptionalInt.empty()))
        .hasMessage("patch must be 250 px, the only size that this network takes, not 256");
  }
}
