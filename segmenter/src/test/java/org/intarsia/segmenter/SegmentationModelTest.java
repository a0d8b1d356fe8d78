package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationModelTest {
  @TempDir Path folder;
  private Path archive;

  @BeforeEach
  void write() throws IOException {
    archive = folder.resolve("model.pt");
    Network network = new UNet(3, 5, 2, 4).same();
    TorchScriptArchive.write(
        network, Weights.initial(network, 1), ArchiveOptions.inference(), archive);
  }

  private void card(ModelCard card) throws IOException {
    Files.writeString(folder.resolve("model.json"), card.toJson());
  }

  private void refused(String message) {
    assertThatThrownBy(
            () -> {
              try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty());
                  Segmenter segmenter = model.open(SegmenterSettings.cpu(32, 2))) {
                assertThat(segmenter.classes()).isEmpty();
              }
            })
        .isInstanceOf(SegmentationException.class)
        .hasMessage(message);
  }

  @Test
  void theCardLiesBesideTheArchive() throws IOException {
    card(Cards.of(5, Padding.SAME));
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty());
        Segmenter segmenter = model.open(SegmenterSettings.cpu(32, 2))) {
      assertThat(model.name()).isEqualTo("model.pt");
      assertThat(model.card()).isEqualTo(Cards.of(5, Padding.SAME));
      assertThat(model.sha256()).matches("[0-9a-f]{64}");
      assertThat(segmenter.classes()).hasSize(5);
      assertThat(segmenter.margin()).isZero();
    }
  }

  @Test
  void aNamedCardGoesBeforeTheOneBeside() throws IOException {
    card(Cards.of(4, Padding.SAME));
    Path named = folder.resolve("other.json");
    Files.writeString(named, Cards.of(5, Padding.SAME).toJson());
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.of(named))) {
      assertThat(model.card().classes()).hasSize(5);
    }
  }

  @Test
  void aMissingCardIsAskedFor() {
    refused("model.pt: no model card; put model.json beside it or name one with --card");
  }

  @Test
  void aMissingModelIsNamed() {
    Path missing = folder.resolve("none.pt");
    assertThatThrownBy(() -> SegmentationModel.load(missing, Optional.empty()))
        .isInstanceOf(SegmentationException.class)
        .hasMessage(missing + ": no such model");
  }

  @Test
  void theCardMustBelongToTheArchive() throws IOException {
    card(Cards.of(5, Padding.SAME).withSha256("00".repeat(32)));
    assertThatThrownBy(() -> SegmentationModel.load(archive, Optional.empty()))
        .isInstanceOf(SegmentationException.class)
        .hasMessageMatching(
            "model.pt: its SHA-256 is [0-9a-f]{64}, but the model card says 0{64}; take the card"
                + " that belongs to it");
  }

  @Test
  void theNumberOfClassesMustFit() throws IOException {
    card(Cards.of(8, Padding.SAME));
    refused("model.pt: the card names 8 classes, the network puts out 5 channels");
  }

  @Test
  void thePaddingMustFit() throws IOException {
    Network network = new UNet(3, 5, 2, 4).valid();
    TorchScriptArchive.write(
        network, Weights.initial(network, 1), ArchiveOptions.inference(), archive);
    card(Cards.of(5, Padding.SAME));
    refused("model.pt: expected 32 px of output for 32 px of input (padding: same), found 16 px");
  }

  @Test
  void aTextFileIsNoArchive() throws IOException {
    Files.writeString(archive, "no model");
    refused("model.pt: not a TorchScript archive (a state_dict? export with torch.jit.save)");
  }

  @Test
  void aStateDictIsNoArchive() throws IOException {
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[] {(byte) 0x80, 2, '}', '.'});
      zip.closeEntry();
    }
    refused("model.pt: not a TorchScript archive (a state_dict? export with torch.jit.save)");
  }

  @Test
  void anotherZipIsNoArchive() throws IOException {
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.closeEntry();
    }
    refused("model.pt: not a TorchScript archive (a state_dict? export with torch.jit.save)");
  }

  @Test
  void aMissingDeviceIsNamed() throws IOException {
    card(Cards.of(5, Padding.SAME));
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty())) {
      assertThatThrownBy(() -> model.open(new SegmenterSettings(32, 1, 1, "cuda:99")))
          .isInstanceOf(SegmentationException.class)
          .hasMessageMatching(
              "device cuda:99: libtorch sees [0-9]+ CUDA devices; use --device cpu");
    }
    assertThatThrownBy(() -> new SegmenterSettings(32, 1, 1, "gpu"))
        .hasMessage("device must be cpu or cuda:N, not 'gpu'");
    assertThatThrownBy(() -> new SegmenterSettings(0, 1, 1, "cpu"))
        .hasMessage("patch must be at least 1 px, not 0");
  }

  @Test
  void aWindowThatTheNetworkCannotTakeIsRefused() throws IOException {
    card(Cards.of(5, Padding.SAME));
    try (SegmentationModel model = SegmentationModel.load(archive, Optional.empty())) {
      assertThatThrownBy(() -> model.open(SegmenterSettings.cpu(33, 1)))
          .isInstanceOf(SegmentationException.class)
          .hasMessageStartingWith("model.pt: the network fails on an input of (1, 3, 33, 33): ");
    }
  }

  @Test
  void aClosedModelSaysSo() throws IOException {
    card(Cards.of(5, Padding.SAME));
    SegmentationModel model = SegmentationModel.load(archive, Optional.empty());
    model.close();
    model.close();
    assertThatThrownBy(() -> model.open(SegmenterSettings.cpu(32, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("model.pt is closed");
  }
}
