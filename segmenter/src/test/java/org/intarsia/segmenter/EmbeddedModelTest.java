package org.intarsia.segmenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.ZipFile;
import org.intarsia.classifier.Confusion;
import org.intarsia.testdata.Diagnosis;
import org.intarsia.testdata.Tissue;
import org.intarsia.tiler.Halo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedModelTest {
  private static final double MICRONS_PER_PIXEL = 1.0;

  @Test
  void itsCardNamesTheEightTissues() throws Exception {
    try (SegmentationModel model = SegmentationModel.embedded()) {
      ModelCard card = model.card();
      assertThat(card.classes())
          .extracting(TissueClass::name)
          .containsExactly(
              List.of(Tissue.values()).stream().map(Tissue::title).toArray(String[]::new));
      assertThat(card.micronsPerPixel()).hasValue(MICRONS_PER_PIXEL);
      assertThat(card.training().at("/validation/meanIoU").doubleValue()).isGreaterThan(0.8);
      assertThat(model.sha256()).hasSize(64);
    }
  }

  @Test
  void itsArchiveIsAsItsNetworkIsWrittenNow(@TempDir Path folder) throws Exception {
    Network network = new UNet(3, 8, 3, 16).halved();
    Path written = folder.resolve("written.pt");
    TorchScriptArchive.write(
        network, Weights.initial(network, 1), ArchiveOptions.inference(), written);
    Path embedded = folder.resolve("tissue.pt");
    try (InputStream archive = SegmentationModel.class.getResourceAsStream("tissue.pt")) {
      Files.copy(archive, embedded);
    }
    assertThat(code(embedded)).contains("class HalvedUNet(Module)").isEqualTo(code(written));
  }

  private static String code(Path archive) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      return new String(
          ArchiveContents.content(zip, "network/code/__torch__.py"), StandardCharsets.UTF_8);
    }
  }

  @Test
  void itIsLocalAndItsCardGivesItsHalo() throws Exception {
    try (SegmentationModel model = SegmentationModel.embedded()) {
      ModelProfile profile = model.probe();
      assertThat(profile.local()).isTrue();
      assertThat(profile.stride()).isEqualTo(model.card().stride());
      assertThat(profile.halo()).isEqualTo(Halo.of(model.card().halo()));
      assertThat(profile.window(OptionalInt.empty(), OptionalInt.empty()).overhead())
          .isLessThan(1.7);
    }
  }

  @Test
  void onABiopsyItNeverSawItIsFarBetterThanTheMajorityClass() throws Exception {
    List<SyntheticPatches.Region> fresh =
        List.of(Diagnosis.values()).stream()
            .map(
                d ->
                    SyntheticPatches.render(
                        77_000_000L + d.name().length(), d, 640, MICRONS_PER_PIXEL))
            .toList();
    try (SegmentationModel model = SegmentationModel.embedded()) {
      Confusion confusion = Evaluation.of(model, fresh, model.card().halo());
      assertThat(confusion.pixelAccuracy().orElseThrow())
          .isGreaterThan(confusion.majorityAccuracy().orElseThrow() + 0.15);
      assertThat(confusion.meanIou().orElseThrow()).isGreaterThan(0.7);
    }
  }
}
